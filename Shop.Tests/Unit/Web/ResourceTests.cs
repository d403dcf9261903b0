using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Shop.Tests.Unit.Web;

public partial class ResourceTests
{
    static readonly string Web = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "Shop.Web"));

    static readonly Dictionary<string, string> English = Read("Text.resx"), Chinese = Read("Text.zh-CN.resx");

    [Fact]
    public void Both_languages_have_the_same_texts() => Assert.Equal(English.Keys.Order(), Chinese.Keys.Order());

    [Fact]
    public void No_text_is_empty() => Assert.All(English.Concat(Chinese), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));

    [Fact]
    public void Both_languages_fill_the_same_places() =>
        Assert.All(English, text => Assert.Equal(Places(text.Value), Places(Chinese[text.Key])));

    [Fact]
    public void What_the_pages_say_exists_and_what_exists_is_said()
    {
        var used = Directory.EnumerateFiles(Web, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs" && !Path.GetRelativePath(Web, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
            .SelectMany(file => Use().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["key"].Value)
            .ToHashSet();

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(English.Keys));
        Assert.Empty(English.Keys.Except(used));
    }

    static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order();

    static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Web, "Resources", file)).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""\bT\["(?<key>[^"]+)"[],]""")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();
}
