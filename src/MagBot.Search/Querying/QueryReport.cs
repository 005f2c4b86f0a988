using MagBot.Search.Analysis;

namespace MagBot.Search.Querying;

/// <summary>Writes down for callers what the planner read.</summary>
internal static class QueryReport
{
    public static QueryAnalysis Of(List<QueryToken> tokens, List<QueryConcept> concepts, double mass, int corrections) => new()
    {
        Tokens = tokens.ConvertAll(ToToken),
        Concepts = concepts.ConvertAll(concept => ToConcept(concept, mass)),
        Kinds = FunctionWords.Dutch.KindsOf(tokens.ConvertAll(token => token.Text)),
        HasNegation = tokens.Exists(token => token.Role == WordRole.Negation),
        Quantities = Quantities(tokens),
        UnknownShare = mass > 0 ? concepts.Where(concept => concept.Alternatives.Count == 0).Sum(concept => concept.Mass) / mass : 1,
        Corrections = corrections,
    };

    private static Token ToToken(QueryToken token, int position) =>
        new(token.Text, token.Term, token.Start, token.End, position, token.Kind, token.Role);

    private static List<Token> ConvertAll(this List<QueryToken> tokens, Func<QueryToken, int, Token> convert) => [.. tokens.Select(convert)];

    private static ConceptAnalysis ToConcept(QueryConcept concept, double mass) => new(
        concept.Text,
        concept.Start,
        concept.End,
        mass > 0 ? concept.Mass / mass : 0,
        concept.Alternatives.Count > 0,
        [.. concept.Alternatives.Select(alternative => new ConceptReading(alternative.Kind, alternative.Text, alternative.Weight))]);

    private static List<Quantity> Quantities(List<QueryToken> tokens)
    {
        var quantities = new List<Quantity>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == TokenKind.Number)
                quantities.Add(new Quantity(tokens[i].Text, i + 1 < tokens.Count && tokens[i + 1].Kind == TokenKind.Unit ? tokens[i + 1].Text : null));
        }

        return quantities;
    }
}
