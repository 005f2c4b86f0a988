using System.Security.Cryptography;
using System.Text;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Safety;

namespace MagBot.Knowledge.Loading;

/// <summary>What the program needs from the knowledge folder.</summary>
public sealed record KnowledgeLoadOptions
{
    /// <summary>Keys of texts.yaml that code asks for; each one that is missing is a fault.</summary>
    public IReadOnlyCollection<string> RequiredTexts { get; init; } = [];
}

/// <summary>The outcome of a load.</summary>
public sealed record KnowledgeLoadResult
{
    /// <summary>
    /// What could be read. With errors it lacks the broken parts, so a reload should keep the old knowledge, and a start may serve with
    /// what is there. Null when the parts are broken that the bot cannot do without: texts, shop, safety, claims.
    /// </summary>
    public required KnowledgeBase? KnowledgeBase { get; init; }

    /// <summary>Everything that is wrong, in the order of files and lines.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Whether one of the faults is an error.</summary>
    public bool HasErrors => Faults.Any(fault => fault.Severity == FaultSeverity.Error);
}

/// <summary>Reads the whole knowledge folder and reports all of its faults.</summary>
public static class KnowledgeLoader
{
    /// <summary>Reads the folder.</summary>
    /// <param name="directory">The knowledge folder.</param>
    /// <param name="options">What the program needs from it; null for nothing in particular.</param>
    public static KnowledgeLoadResult Load(string directory, KnowledgeLoadOptions? options = null)
    {
        var faults = new FaultList();
        KnowledgeBase? knowledge = null;
        if (Directory.Exists(directory)) knowledge = new FolderReader(directory, options ?? new KnowledgeLoadOptions(), faults).Read();
        else faults.Error(".", null, null, "folder-missing", $"the knowledge folder \"{directory}\" does not exist. Set MagBot:KnowledgeDirectory to the folder.");
        return new KnowledgeLoadResult { KnowledgeBase = knowledge, Faults = faults.InFileOrder() };
    }

    private sealed class FolderReader(string directory, KnowledgeLoadOptions options, FaultList faults)
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public KnowledgeBase? Read()
        {
            IReadOnlyList<Answer> answers = Unique(ReadAll("answers", "*.md").Select(file => AnswerReader.Read(file, faults)).OfType<Answer>());
            IReadOnlyList<Article> articles = [.. ReadAll("articles", "*.md").Select(file => ArticleReader.Read(file, faults)).OfType<Article>()];
            Dictionary<string, Source> sources = SourceReader.Read("sources.yaml", Yaml("sources.yaml"), faults).ToDictionary(source => source.Id, StringComparer.Ordinal);
            SafetyRules? safety = new SafetyReader(faults).Read([.. ReadAll("safety", "*.yaml")], Optional(GuardModels.SafetyFile));
            ClaimsRules? claims = new ClaimsReader("claims.yaml", faults).Read(Yaml("claims.yaml"), safety?.Lines.Values ?? [], Optional(GuardModels.WordingFile));
            TextCatalog texts = TextReader.Read("texts.yaml", Yaml("texts.yaml"), faults);
            Shop? shop = ShopReader.Read("shop.yaml", Yaml("shop.yaml"), faults);
            IReadOnlyList<Intent> intents = IntentReader.Read("intents.yaml", Yaml("intents.yaml"), faults);
            // A folder without guided dialogs is fine.
            GuideTables guides = File.Exists(Path.Combine(directory, "guides.yaml")) ? GuideReader.Read("guides.yaml", Yaml("guides.yaml"), faults) : GuideTables.None;
            string synonyms = TryRead("synonyms.txt")?.Text ?? "";
            ProductCatalog products = File.Exists(Path.Combine(directory, "products.yaml")) ? ProductReader.Read("products.yaml", Yaml("products.yaml"), faults) : ProductCatalog.Empty;
            ReferenceChecker.Check(answers, articles, sources, faults);
            CheckTexts(texts);
            if (safety is null || claims is null || shop is null) return null;
            return new KnowledgeBase(answers)
            {
                Articles = articles,
                Sources = sources,
                Synonyms = synonyms,
                Intents = intents,
                Texts = texts,
                Guides = guides,
                Shop = shop,
                Products = products,
                Safety = safety,
                Claims = claims with { ShopName = shop.Name },
                Version = Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 8)),
            };
        }

        private IEnumerable<KnowledgeFile> ReadAll(string folder, string pattern)
        {
            string path = Path.Combine(directory, folder);
            if (!Directory.Exists(path)) return [];
            return [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal).Select(Read).OfType<KnowledgeFile>()];
        }

        private KnowledgeFile? Optional(string name) => File.Exists(Path.Combine(directory, name)) ? Read(Path.Combine(directory, name)) : null;

        private KnowledgeFile? TryRead(string name)
        {
            string path = Path.Combine(directory, name);
            if (File.Exists(path)) return Read(path);
            faults.Error(name, null, null, "file-missing", $"the file {name} is missing. See docs/knowledge.md for what it holds.");
            return null;
        }

        private KnowledgeFile? Read(string path)
        {
            KnowledgeFile? file = KnowledgeFile.Read(directory, path, faults);
            if (file is not null) _hash.AppendData(Encoding.UTF8.GetBytes(file.Name + "\n" + file.Text + "\n"));
            return file;
        }

        private YamlNode? Yaml(string name)
        {
            if (TryRead(name) is not { } file) return null;
            int before = faults.Items.Count;
            YamlNode? root = YamlTreeReader.Read(name, file.Text, 0, faults);
            if (root is null && faults.Items.Count == before)
                faults.Error(name, null, null, "file-empty", $"the file {name} is empty. See docs/knowledge.md for what it holds.");
            return root;
        }

        private IReadOnlyList<Answer> Unique(IEnumerable<Answer> answers)
        {
            var unique = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
            foreach (Answer answer in answers)
            {
                if (!unique.TryAdd(answer.Id, answer))
                    faults.Error(answer.Origin.File, null, null, "duplicate-id", $"the answer \"{answer.Id}\" also stands in {unique[answer.Id].Origin.File}. Give one of them another id and file name.");
            }

            return [.. unique.Values];
        }

        private void CheckTexts(TextCatalog texts)
        {
            foreach (string key in options.RequiredTexts.Where(key => !texts.Contains(key)).Order(StringComparer.Ordinal))
                faults.Error("texts.yaml", null, null, "text-missing", $"the text \"{key}\" is missing. Add a line: {key}: \"...\".{FieldReader.Suggest(key, texts.Keys)}");
        }
    }
}
