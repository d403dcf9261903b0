using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Shop.Tests.Unit.Users;

/// <summary>Each feature of Users has its texts in its own folder, in two languages.</summary>
public partial class ResourceTests
{
    static readonly string Users = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "Shop.Users"));

    public static TheoryData<string> Features { get; } = [.. Files("*.zh-CN.resx").Select(file => Path.GetRelativePath(Users, file)[..^".zh-CN.resx".Length])];

    [Theory, MemberData(nameof(Features))]
    public void Both_languages_have_the_same_texts(string feature) =>
        Assert.Equal(Read(feature, ".resx").Keys.Order(), Read(feature, ".zh-CN.resx").Keys.Order());

    [Theory, MemberData(nameof(Features))]
    public void No_text_is_empty(string feature) =>
        Assert.All(Read(feature, ".resx").Concat(Read(feature, ".zh-CN.resx")), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));

    [Theory, MemberData(nameof(Features))]
    public void Both_languages_fill_the_same_places(string feature)
    {
        var chinese = Read(feature, ".zh-CN.resx");
        Assert.All(Read(feature, ".resx"), text => Assert.Equal(Places(text.Value), Places(chinese[text.Key])));
    }

    [Theory, MemberData(nameof(Features))]
    public void What_is_said_exists_and_what_exists_is_said(string feature)
    {
        var sources = Files("*.razor").Concat(Files("*.cs")).Where(file => FeatureOf(file) == feature).Select(File.ReadAllText).ToArray();
        var said = sources.SelectMany(source => Said().Matches(source)).Select(match => match.Groups["key"].Value).ToHashSet();
        // A key that is put together at run time stands for each that fits.
        var patterns = sources.SelectMany(source => SaidInPart().Matches(source))
            .Select(match => new Regex($"^{string.Join(".+", Hole().Split(match.Groups["key"].Value).Select(Regex.Escape))}$")).ToArray();
        var texts = Read(feature, ".resx").Keys;

        Assert.Empty(said.Except(texts));
        Assert.All(patterns, pattern => Assert.Contains(texts, pattern.IsMatch));
        // A key may also be handed on, to whoever says it.
        Assert.DoesNotContain(texts, key => !sources.Any(source => source.Contains($"\"{key}\"", StringComparison.Ordinal)) && !patterns.Any(pattern => pattern.IsMatch(key)));
    }

    static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Users, pattern, SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Users, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"));

    /// <summary>The texts in the nearest folder above a file that has some.</summary>
    static string? FeatureOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file)!; folder.Length >= Users.Length; folder = Path.GetDirectoryName(folder)!)
            if (Features.FirstOrDefault(feature => Path.GetDirectoryName(Path.Combine(Users, feature.Data)) == folder) is { } found)
                return found.Data;
        return null;
    }

    /// <summary>By number: a date is written otherwise in each language.</summary>
    static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Groups["number"].Value).Distinct().Order();

    static Dictionary<string, string> Read(string feature, string extension) => XDocument.Load(Path.Combine(Users, feature + extension)).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary><c>T["Key"]</c>, <c>text["Key"]</c>, or a key by itself: of a status on its way to the next page, or of an error.</summary>
    [GeneratedRegex("""\b(?:T|text)\["(?<key>[^"]+)"[],]|"(?<key>(?:Status|Error)\.\w+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Said();

    [GeneratedRegex("""\b(?:T|text)\[\$"(?<key>[^"]+)"[],]""")]
    private static partial Regex SaidInPart();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{(?<number>\d)[^}]*\}")]
    private static partial Regex Place();
}
