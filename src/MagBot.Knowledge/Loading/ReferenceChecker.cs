using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Loading;

/// <summary>Checks that what answers and articles name exists.</summary>
internal static class ReferenceChecker
{
    public static void Check(
        IReadOnlyList<Answer> answers, IReadOnlyList<Article> articles, Dictionary<string, Source> sources, FaultList faults)
    {
        var ids = answers.Select(answer => answer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (Answer answer in answers)
        {
            string file = answer.Origin.File;
            if (answer.SourceIds.Count == 0) faults.Error(file, null, null, "source-missing", "the answer names no source. Write: sources: [id from sources.yaml].");
            foreach (string id in answer.SourceIds.Where(id => !sources.ContainsKey(id)))
                faults.Error(file, null, null, "source-unknown", $"the source \"{id}\" does not stand in sources.yaml.{FieldReader.Suggest(id, sources.Keys)}");
            foreach (string id in answer.RelatedIds.Where(id => !ids.Contains(id)))
                faults.Error(file, null, null, "related-unknown", $"the related answer \"{id}\" does not exist.{FieldReader.Suggest(id, ids)}");
            if (answer.RelatedIds.Contains(answer.Id)) faults.Error(file, null, null, "related-self", "the answer names itself as related. Remove it from the list.");
        }

        foreach (Article article in articles)
        {
            foreach (string id in article.SourceIds.Where(id => !sources.ContainsKey(id)))
                faults.Error(article.File, null, null, "source-unknown", $"the source \"{id}\" does not stand in sources.yaml.{FieldReader.Suggest(id, sources.Keys)}");
        }
    }
}
