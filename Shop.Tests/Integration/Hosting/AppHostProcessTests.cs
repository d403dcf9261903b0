using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Xunit;

namespace Shop.Tests.Integration.Hosting;

public sealed class AppHostProcessTests
{
    private static readonly (string, string)[] s_beside = [("AppHost__RandomizePorts", "true"), ("ASPNETCORE_URLS", "http://localhost:0")];

    private static CancellationTokenSource Patience()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        return deadline;
    }

    [Fact]
    public async Task Nothing_is_left_of_an_apphost_that_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        using var deadline = Patience();
        await using var appHost = AppHostProcess.Start([], s_beside);
        await appHost.HealthyAsync(deadline.Token);
        var children = appHost.Descendants();
        Assert.True(children.Count >= 8, $"Only {children.Count} processes:\n{appHost.Output}");

        appHost.Kill();

        await Eventually.TrueAsync(() => !children.Any(AppHostProcess.IsAlive), deadline.Token);
    }

    [Fact]
    public async Task Nothing_is_left_of_an_apphost_that_is_killed_in_the_middle_of_its_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        using var deadline = Patience();
        await using var appHost = AppHostProcess.Start([], s_beside);
        // The database is there, and the services have begun.
        await Eventually.TrueAsync(() => Task.FromResult(appHost.Runs("postgres", "Shop.Users.dll", "Shop.Catalog.dll", "Shop.Orders.dll")), deadline.Token, () => appHost.Output);
        var (children, mark) = (appHost.Descendants(), appHost.Mark());

        appHost.Kill();

        await Eventually.TrueAsync(() => !children.Any(AppHostProcess.IsAlive) && AppHostProcess.Marked(mark).Count == 0, deadline.Token);
    }

    [Theory]
    [InlineData("Unknown argument '--frobnicate'", "--frobnicate", "1")]
    [InlineData("There is no publisher 'helm'", "--publisher", "helm", "--output-path", "x")]
    public async Task A_wrong_argument_is_told_in_a_sentence(string sentence, params string[] arguments)
    {
        using var deadline = Patience();
        await using var appHost = AppHostProcess.Start(arguments);

        Assert.NotEqual(0, await appHost.ExitAsync(deadline.Token));
        Assert.StartsWith(sentence, Assert.Single(appHost.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_postgresql_is_told_in_a_sentence()
    {
        using var deadline = Patience();
        await using var appHost = AppHostProcess.Start([], [.. s_beside, ("PostgreSQL__BinDirectory", Path.Combine(AppContext.BaseDirectory, "nowhere"))]);

        Assert.NotEqual(0, await appHost.ExitAsync(deadline.Token));
        Assert.Contains("PostgreSQL:BinDirectory", Assert.Single(appHost.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_told_in_a_sentence()
    {
        using var deadline = Patience();
        using var other = new TcpListener(IPAddress.Loopback, 5100);
        try
        {
            other.Start();
        }
        catch (SocketException)
        {
            // Somebody else, perhaps the developer's own AppHost, keeps it busy already.
        }
        await using var appHost = AppHostProcess.Start([], ("ASPNETCORE_URLS", "http://localhost:0"));

        Assert.NotEqual(0, await appHost.ExitAsync(deadline.Token));
        var sentence = Assert.Single(appHost.Lines);
        Assert.Matches("^Port 510[0-3], where '[a-z]+' listens", sentence);
        Assert.Contains("launchSettings.json", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_data_directory_is_told_in_a_sentence_and_left_as_it_is()
    {
        using var deadline = Patience();
        using var volumes = new Unit.Hosting.Servers.TemporaryDirectory();
        var volume = DistributedApplicationState.VolumeName(Projects.Shop_AppHost.ProjectPath, "Shop.AppHost", "postgres");
        var control = volumes.File($"{volume}/global/pg_control", "not what it should be");
        volumes.File($"{volume}/PG_VERSION", "15\n");
        await using var appHost = AppHostProcess.Start([], [.. s_beside, ("AppHost__ThrowAwayState", "false"), ("AppHost__Volumes", volumes.Path)]);

        Assert.NotEqual(0, await appHost.ExitAsync(deadline.Token));
        Assert.Contains("Nothing was deleted.", appHost.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("not what it should be", await File.ReadAllTextAsync(control, deadline.Token));
    }
}
