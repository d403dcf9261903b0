using Aspire.Hosting;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

public sealed class PostgresProgramFinderTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Configuration_alone_counts_where_it_is_set()
    {
        var mine = Programs("mine");
        Assert.Equal([mine], new PostgresProgramFinder(mine, Programs("path"), []).Find());
    }

    [Fact]
    public void A_configured_folder_without_the_programs_is_an_error_that_names_it()
    {
        var empty = _root.Sub("nothing");
        var e = Assert.Throws<DistributedApplicationException>(() => new PostgresProgramFinder(empty, Programs("path"), []).Find());
        Assert.Contains(empty, e.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL:BinDirectory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_comes_before_the_usual_folders_and_these_newest_first()
    {
        string onPath = Programs("path"), nine = Programs("lib/9.6/bin"), fifteen = Programs("lib/15/bin"), eighteen = Programs("pgsql-18/bin");
        _root.File("lib/17/bin/psql");
        var path = string.Join(Path.PathSeparator, _root.Sub("absent"), onPath);

        Assert.Equal([onPath, fifteen, nine, eighteen], new PostgresProgramFinder(null, path, [_root.Sub("lib/*/bin"), _root.Sub("pgsql-*/bin")]).Find());
    }

    [Theory]
    [InlineData("15.18", "15")]
    [InlineData("18", "18")]
    [InlineData("9.6.24", "9.6")]
    public void The_major_version(string version, string major) => Assert.Equal(major, PostgresPrograms.MajorOf(version));

    private string Programs(string folder)
    {
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        _root.File(Path.Combine(folder, "postgres" + extension));
        _root.File(Path.Combine(folder, "initdb" + extension));
        return _root.Sub(folder.Replace('/', Path.DirectorySeparatorChar));
    }
}
