namespace Aspire.Hosting;

static class ProgramPath
{
    /// <summary>Where a command is: as a path if it is one, else sought on PATH.</summary>
    public static string? Find(string command, string workingDirectory)
    {
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return Path.GetFullPath(command, workingDirectory) is var path && File.Exists(path) ? path : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists);
    }

    /// <summary>The <c>dotnet</c> that this process runs on, else the one on PATH.</summary>
    public static string DotNet { get; } = FindDotNet();

    private static string FindDotNet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // The runtime's folder is <root>/shared/Microsoft.NETCore.App/<version>/.
        var root = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var own = Path.Combine(root, name);
        return File.Exists(own) ? own : "dotnet";
    }
}
