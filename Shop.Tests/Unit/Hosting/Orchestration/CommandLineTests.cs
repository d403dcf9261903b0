using Aspire.Hosting.Orchestration;
using CsCheck;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Orchestration;

public sealed class CommandLineTests
{
    [Fact]
    public void What_is_quoted_comes_back_as_it_was() => Gen.String[Gen.Char["ab \t\"中"], 0, 6].List[0, 5].Sample(arguments =>
        CommandLine.Split(string.Join(' ', arguments.Select(Quote))).SequenceEqual(arguments));

    [Fact]
    public void White_space_separates() => Assert.Equal(["a", "b c", "d"], CommandLine.Split("  a \"b c\"\td "));

    private static string Quote(string argument) => $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
