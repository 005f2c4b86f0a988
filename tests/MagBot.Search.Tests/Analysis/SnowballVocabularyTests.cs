using MagBot.Search.Analysis.Stemming;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

/// <summary>
/// Holds both stemmers against Snowball's own vocabulary. Set SNOWBALL_DATA to a checkout of snowballstem/snowball-data
/// (folders dutch and dutch_porter with voc.txt and output.txt); without it the tests pass without having looked, and say so.
/// </summary>
public sealed class SnowballVocabularyTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Theory]
    [InlineData("dutch")]
    [InlineData("dutch_porter")]
    public void Stem_SnowballVocabulary_AgreesOnEveryWord(string algorithm)
    {
        var folder = Environment.GetEnvironmentVariable("SNOWBALL_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            output.WriteLine("SNOWBALL_DATA is not set: the vocabulary was not checked.");
            return;
        }

        var words = File.ReadAllLines(Path.Combine(folder, algorithm, "voc.txt"));
        var stems = File.ReadAllLines(Path.Combine(folder, algorithm, "output.txt"));
        Func<string, string> stem = algorithm == "dutch" ? w => DutchStemmer.Stem(w) : w => DutchPorterStemmer.Stem(w);
        var wrong = words.Zip(stems).Where(pair => stem(pair.First) != pair.Second)
            .Select(pair => $"{pair.First}: {stem(pair.First)}, expected {pair.Second}").ToList();

        output.WriteLine($"{words.Length} words, {wrong.Count} wrong");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)) + $"\n{wrong.Count} wrong");
    }
}
