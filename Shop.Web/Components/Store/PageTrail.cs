namespace Shop.Web.Components.Store;

/// <summary>
/// The way from a list's first page to this one: the cursor behind each page passed, the last of which begins this page. Catalog only looks
/// ahead; the trail, carried in the address, knows the way back, and so every page of a list is an address that can be kept and sent.
/// </summary>
sealed record PageTrail
{
    const char Separator = '~';

    /// <summary>Of the whole, in characters: beyond it the oldest cursors are dropped, so that no server finds the address too long.</summary>
    public const int LongestText = 1500;

    public static readonly PageTrail FirstPage = new([], false);

    readonly string[] cursors;
    readonly bool isCut;

    PageTrail(string[] cursors, bool isCut) => (this.cursors, this.isCut) = (cursors, isCut);

    public bool IsFirstPage => cursors.Length == 0;

    /// <summary>What to ask Catalog for; null on the first page.</summary>
    public string? After => IsFirstPage ? null : cursors[^1];

    /// <summary>Counted from 1; null where the beginning of the trail has been dropped.</summary>
    public int? Page => isCut ? null : cursors.Length + 1;

    public PageTrail Next(string cursor)
    {
        var longer = new PageTrail([.. cursors, cursor], isCut);
        while (longer.cursors.Length > 1 && longer.ToString().Length > LongestText)
            longer = new PageTrail(longer.cursors[1..], true);
        return longer;
    }

    /// <summary>The first page where the trail leads no further back.</summary>
    public PageTrail Previous() => cursors.Length <= 1 ? FirstPage : new PageTrail(cursors[..^1], isCut);

    /// <summary>A cut trail begins with a separator.</summary>
    public override string ToString() => (isCut ? Separator.ToString() : "") + string.Join(Separator, cursors);

    public static PageTrail Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return FirstPage;
        var parts = text.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? FirstPage : new PageTrail(parts, text[0] == Separator);
    }
}
