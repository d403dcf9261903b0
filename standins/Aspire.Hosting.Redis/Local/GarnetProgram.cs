using System.Reflection;
using System.Runtime.InteropServices;

namespace Aspire.Hosting;

/// <summary>Garnet in a process of its own: where its project was built to, so that its many libraries stay out of the AppHost's folder.</summary>
sealed record GarnetProgram(string Library)
{
    public const string PasswordVariable = "GARNET_PASSWORD";

    /// <exception cref="DistributedApplicationException">It was not built.</exception>
    public static GarnetProgram Find()
    {
        var library = typeof(GarnetProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "GarnetProgram")?.Value;
        return library is not null && File.Exists(library)
            ? new(library)
            : throw new DistributedApplicationException($"No redis-server is installed and Garnet was not built ({library}): install Redis (e.g. 'apt install redis-server'), set {RedisServerProgram.ConfigurationKey}, or build the solution.");
    }

    /// <summary>The <c>dotnet</c> that runs the AppHost, which need not be on PATH.</summary>
    public static string DotNet
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
            return File.Exists(beside) ? beside : name;
        }
    }
}
