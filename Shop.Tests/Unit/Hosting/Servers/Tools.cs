using Aspire.Hosting;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

/// <summary>Which real programs this machine has.</summary>
static class Tools
{
    private static readonly string? s_path = Environment.GetEnvironmentVariable("PATH");

    public static (bool There, string Name) Postgres { get; } =
        (!OperatingSystem.IsWindows() && new PostgresProgramFinder(null, s_path, PostgresProgramFinder.UsualFolders).Find().Count > 0, "PostgreSQL");

    public static (bool There, string Name) RedisServer { get; } = (ToolProcess.FindOnPath(s_path, "redis-server") is not null, "redis-server");
}

static class Skip
{
    public static void Without((bool There, string Name) tool) => Assert.SkipUnless(tool.There, $"{tool.Name} is not installed.");
}
