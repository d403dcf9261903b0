using System.Reflection;

namespace Aspire.Hosting;

/// <summary>
/// Lets a test run the AppHost's own program and take the application out of its hands: the builder is offered to the test before it
/// builds, and <c>Run</c> waits for the test to end the application instead of starting it.
/// </summary>
abstract class AppHostInterception
{
    private static readonly AsyncLocal<AppHostInterception?> s_current = new();

    /// <summary>Null in a program that nobody intercepts.</summary>
    public static AppHostInterception? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public abstract Assembly AppHostAssembly { get; }
    public abstract string[] Arguments { get; }

    /// <summary>Called on the AppHost's thread before it builds; returns when the test lets it.</summary>
    public abstract void BeforeBuild(DistributedApplicationBuilder builder);
    public abstract void AfterBuild(DistributedApplication application);
}
