using Microsoft.Net.Http.Headers;

namespace Shop.Users.Profile;

static class ETags
{
    /// <summary>Whether the header's list names the version; * names each, and what can't be read none.</summary>
    public static bool Contain(string? header, string version) =>
        header is not null && EntityTagHeaderValue.TryParseList([header], out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals($"\"{version}\"", StringComparison.Ordinal)));
}
