using Shop.Catalog.Data;

namespace Shop.Catalog.Search;

/// <summary>
/// Finds the words of product names that mistyped ones were meant to be. Longer words share trigrams with what was meant; of short ones a
/// single slip leaves none, so all that are one slip away are looked up.
/// </summary>
static class SpellingCorrection
{
    const int ShortestWord = 3, ShortWord = 5, MostCandidates = 20;

    /// <summary>The terms with the unknown words replaced; null where nothing better is known for any.</summary>
    public static async Task<SearchTerms?> CorrectAsync(CatalogContext context, SearchTerms terms, CancellationToken cancellationToken)
    {
        string[] typed = [.. terms.Words.Append(terms.Prefix ?? "").Where(IsCorrectable).Distinct()];
        if (typed.Length == 0)
            return null;
        string[] slips = [.. typed.Where(word => word.Length <= ShortWord).SelectMany(Slips).Distinct()];
        var statement = new Statement().Append(
            $"""
            select word from search_words where word = any ({slips})
            union
            select word from unnest({typed}) typed cross join lateral
                (select word from search_words where word % typed order by similarity(word, typed) desc, word limit {MostCandidates}) similar_words
            union
            select word from search_words where word = any ({typed})
            """);
        var known = await context.ReadAsync(statement, static reader => reader.GetString(0), cancellationToken);
        var corrections = new Dictionary<string, string>();
        foreach (var word in typed)
            if (!known.Contains(word) && Nearest(word, known) is { } meant)
                corrections[word] = meant;
        return corrections.Count == 0 ? null : terms.Replace(corrections);
    }

    static bool IsCorrectable(string word) => word.Length >= ShortestWord && word.All(char.IsAsciiLetterLower);

    static string? Nearest(string word, List<string> known) => known
        .Select(candidate => (candidate, distance: Distance(word, candidate)))
        .Where(pair => pair.distance <= (word.Length < ShortWord ? 1 : 2))
        // Who mistypes a word seldom mistypes its first letter.
        .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate[0] == word[0] ? 0 : 1).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>All that one missing, additional, wrong or exchanged letter makes of a word.</summary>
    internal static IEnumerable<string> Slips(string word)
    {
        for (var at = 0; at <= word.Length; at++)
        {
            var (before, after) = (word[..at], word[at..]);
            if (after.Length > 0)
                yield return before + after[1..];
            if (after.Length > 1)
                yield return $"{before}{after[1]}{after[0]}{after[2..]}";
            for (var letter = 'a'; letter <= 'z'; letter++)
            {
                yield return before + letter + after;
                if (after.Length > 0)
                    yield return before + letter + after[1..];
            }
        }
    }

    /// <summary>Missing, additional, wrong and exchanged letters between two words (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        var (last, previous, current) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var wrong = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(wrong, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], last[j - 2] + 1);
            }
            (last, previous, current) = (previous, current, last);
        }
        return previous[b.Length];
    }
}
