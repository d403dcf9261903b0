using System.Text;

namespace Shop.Catalog.Search;

/// <summary>
/// What somebody has typed, taken apart as <c>search_text</c> in the database takes product texts apart: runs of letters and digits, and of
/// Chinese characters, which are asked for by pairs. Nothing else of the text is left, so that no operator of a tsquery can come from it.
/// </summary>
sealed class SearchTerms
{
    public const int LongestText = 200;
    const int MostWords = 10, LongestWord = 64, LongestSku = 64, ShortestPrefix = 2;

    SearchTerms(IReadOnlyList<string> words, string? prefix, string? sku) => (Words, Prefix, Sku) = (words, prefix, sku);

    /// <summary>As typed, but in lower case and without accents.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The last word, where it is still being typed.</summary>
    public string? Prefix { get; }

    /// <summary>Letters and digits of the whole text: it may be a sku, whose hyphens say nothing.</summary>
    public string? Sku { get; }

    /// <summary>Null where the text has nothing that could be searched.</summary>
    public static SearchTerms? Parse(string text)
    {
        var words = Split(text);
        return words.Count == 0 ? null : new([.. words.Take(MostWords)], null, FindSku(words));
    }

    /// <summary>The last word may go on, unless something follows it. One whose beginning would fit nearly everything is left out.</summary>
    public static SearchTerms? ParseTyping(string text)
    {
        var words = Split(text);
        if (words.Count is 0 or > MostWords)
            return null;
        if (!Rune.IsLetterOrDigit(text.EnumerateRunes().Last()))
            return new(words, null, null);
        var (complete, last) = (words[..^1], words[^1]);
        var prefix = last.Length >= ShortestPrefix || IsHan(Rune.GetRuneAt(last, 0)) ? last : null;
        return prefix is null && complete.Count == 0 ? null : new(complete, prefix, null);
    }

    /// <summary>The same terms with other words for some.</summary>
    public SearchTerms Replace(IReadOnlyDictionary<string, string> corrections) =>
        new([.. Words.Select(word => corrections.GetValueOrDefault(word, word))], Prefix is null ? null : corrections.GetValueOrDefault(Prefix, Prefix), null);

    /// <summary>A tsquery for each word.</summary>
    public string[] WordQueries() => [.. Words.Select(word => Query(word))];

    /// <summary>A tsquery for each word, and for each pair of a Chinese one, so that one of them is enough.</summary>
    public string[] ScatteredQueries() => [.. Words.SelectMany(word => IsHan(Rune.GetRuneAt(word, 0)) ? Pairs(word) : [Query(word)])];

    /// <param name="inName">Whether only names are to have it.</param>
    public string? PrefixQuery(bool inName = false) => Prefix is null ? null : IsHan(Rune.GetRuneAt(Prefix, 0)) ? Query(Prefix, inName) : Lexeme(Prefix, begins: true, inName);

    public string? SkuQuery() => Sku is null ? null : $"'sku{Sku}'";

    public override string ToString() => string.Join(' ', Prefix is null ? Words : Words.Append(Prefix));

    /// <summary>Runs of letters and digits, and runs of Chinese characters. At most one more than are searched.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var wordIsHan = false;
        // By runes, since half a surrogate pair can't be normalized.
        foreach (var rune in string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (rune.Value is >= 0x300 and <= 0x36F)
                continue;
            var (letter, han) = (Rune.IsLetterOrDigit(rune), IsHan(rune));
            if (word.Length > 0 && (!letter || han != wordIsHan))
                End();
            if (words.Count > MostWords)
                return words;
            wordIsHan = han;
            if (letter && word.Length < LongestWord)
                word.Append(Rune.ToLowerInvariant(rune));
        }
        if (word.Length > 0)
            End();
        return words;

        void End()
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    static string? FindSku(List<string> words) =>
        words.Count > 1 && words.Sum(word => word.Length) <= LongestSku && words.Any(word => word.Any(char.IsAsciiDigit)) ? string.Concat(words) : null;

    /// <summary>All pairs of a Chinese word; a single character is the beginning of some.</summary>
    static string Query(string word, bool inName = false) => IsHan(Rune.GetRuneAt(word, 0)) ? string.Join(" & ", Pairs(word, inName)) : Lexeme(word, begins: false, inName);

    static IEnumerable<string> Pairs(string word, bool inName = false) =>
        word.Length == 1 ? [Lexeme(word, begins: true, inName)] : Enumerable.Range(0, word.Length - 1).Select(start => Lexeme(word.AsSpan(start, 2), begins: false, inName));

    /// <summary>Names have the weight A in <c>search</c>.</summary>
    static string Lexeme(ReadOnlySpan<char> text, bool begins, bool inName) => $"'{text}'{(begins || inName ? ":" : "")}{(begins ? "*" : "")}{(inName ? "A" : "")}";

    /// <summary>The same characters as in <c>search_text</c>.</summary>
    static bool IsHan(Rune rune) => rune.Value is >= 0x3400 and <= 0x9FFF;
}
