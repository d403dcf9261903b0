using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

public sealed class PostgresDataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_directory_that_is_absent_or_empty_has_no_version()
    {
        Assert.Null(new PostgresDataDirectory(_root.Sub("absent")).ReadMajor());
        Assert.Null(new PostgresDataDirectory(_root.Path).ReadMajor());
    }

    [Fact]
    public void A_directory_of_something_else_is_refused_and_left_alone()
    {
        var file = _root.File("data/letter.txt", "dear");
        var message = Refusal(_root.Sub("data"));
        Assert.Contains(_root.Sub("data"), message, StringComparison.Ordinal);
        Assert.Contains("move it away", message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void A_damaged_one_is_refused()
    {
        _root.File("data/PG_VERSION", "15\n");
        Assert.Contains("is damaged", Refusal(_root.Sub("data")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_major_version_is_refused_with_both_versions_named()
    {
        Skip.Without(Tools.Postgres);
        _root.File("data/PG_VERSION", "11\n");
        _root.File("data/global/pg_control");
        _root.File("data/base/1/PG_VERSION", "11\n");
        var builder = new ServerBuilder();
        var postgres = builder.AddPostgres("postgres");
        var server = postgres.Resource.Annotations.OfType<ILocalServer>().Single();

        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() =>
            server.PrepareAsync(RunningServer.Context(builder, postgres.Resource, _root.Sub("data")), TestContext.Current.CancellationToken));
        Assert.Matches(@"made by PostgreSQL 11, but .* version \d+", e.Message);
        Assert.Contains("Nothing was deleted", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use|FATAL:  could not create any TCP/IP sockets", "another program listens on it")]
    [InlineData("PANIC:  could not locate a valid checkpoint record|LOG:  startup process was terminated by signal 6", "could not locate a valid checkpoint record. The data may be damaged")]
    [InlineData("FATAL:  data directory \"/d\" has wrong ownership", "start the AppHost as its owner")]
    [InlineData("FATAL:  could not write: No space left on device", "Free some space")]
    public void A_death_at_start_is_explained(string lines, string expected) =>
        Assert.Contains(expected, PostgresStartFailure.Explain(lines.Split('|'), "/d", 5432), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_understood_is_not_explained() => Assert.Null(PostgresStartFailure.Explain(["LOG:  ready"], "/d", 5432));

    private static string Refusal(string directory) =>
        Assert.Throws<DistributedApplicationException>(() => new PostgresDataDirectory(directory).ReadMajor()).Message;
}
