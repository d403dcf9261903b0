using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Aspire.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public EmbeddedPostgresTests() => Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The stand-in for npm is a shell script.");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task It_is_fetched_once_and_its_libraries_linked()
    {
        var npm = Npm($"cp '{Archive()}' \"$5\"/ && echo x >> '{_root.Sub("calls")}'");
        var bin = await GetAsync(npm);

        Assert.NotNull(bin);
        Assert.True(PostgresPrograms.AreIn(bin));
        Assert.Equal("lib", await File.ReadAllTextAsync(Path.Combine(bin, "..", "lib", "libpq.so.5"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_root.Sub("outside")));
        Assert.Equal(bin, await GetAsync(npm));
        Assert.Single(await File.ReadAllLinesAsync(_root.Sub("calls"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateDirectories(_root.Sub("cache")));
    }

    [Fact]
    public async Task Where_npm_fails_nothing_is_left()
    {
        Assert.Null(await GetAsync(Npm("echo no network >&2; exit 1")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.Sub("cache")));
    }

    [Fact]
    public async Task Without_npm_there_is_none() => Assert.Null(await GetAsync(npm: null));

    /// <summary>Needs the network: run it by name.</summary>
    [Fact(Explicit = true)]
    public async Task The_real_package_runs_a_shop_s_server()
    {
        var bin = await GetAsync(ToolProcess.FindOnPath(Environment.GetEnvironmentVariable("PATH"), "npm"));
        var builder = new ServerBuilder(("PostgreSQL:BinDirectory", bin), ("Parameters:postgres-password", "p"));
        var postgres = builder.AddPostgres("postgres").Resource;
        await using var server = await RunningServer.StartAsync(builder, postgres, _root.Sub("data"));
        await server.HealthyAsync();
        Assert.Contains("18.", server.Start.Source, StringComparison.Ordinal);
    }

    private Task<string?> GetAsync(string? npm) =>
        new EmbeddedPostgres(_root.Sub("cache"), npm).GetAsync(NullLogger.Instance, TestContext.Current.CancellationToken);

    private string Npm(string body)
    {
        var script = _root.File("npm", $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }

    private string Archive()
    {
        const string Links = """[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"},{"source":"native/bin/initdb","target":"../../../outside"}]""";
        var path = _root.Sub("embedded.tgz");
        using var writer = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var (name, text) in (IEnumerable<(string, string)>)[("bin/postgres", ""), ("bin/initdb", ""), ("lib/libpq.so.5.18", "lib"), ("pg-symlinks.json", Links)])
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/native/" + name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        return path;
    }
}
