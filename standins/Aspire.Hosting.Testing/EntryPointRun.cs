using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>One run of the AppHost's <c>Main</c> on a thread of its own, held at the point where it builds until the test builds.</summary>
sealed class EntryPointRun : AppHostInterception
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;

    private EntryPointRun(Assembly assembly, string[] args) => (AppHostAssembly, Arguments) = (assembly, args);

    public override Assembly AppHostAssembly { get; }
    public override string[] Arguments { get; }

    public static async Task<IDistributedApplicationTestingBuilder> StartAsync(Assembly assembly, string[] args, CancellationToken cancellationToken)
    {
        var main = assembly.EntryPoint ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no entry point, so it is no AppHost.");
        var run = new EntryPointRun(assembly, args);
        var thread = new Thread(() => run.Execute(main)) { IsBackground = true, Name = $"AppHost {assembly.GetName().Name}" };
        thread.Start();
        var builder = await run._filled.Task.WaitAsync(cancellationToken);
        return new TestingBuilder(builder, run);
    }

    public override void BeforeBuild(DistributedApplicationBuilder builder)
    {
        _filled.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
        if (_abandoned)
            throw new AbandonedException();
    }

    public override void AfterBuild(DistributedApplication application) => _built.TrySetResult(application);

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult();
        return _built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The test is done with it: a program that has not built yet ends.</summary>
    public async ValueTask EndAsync()
    {
        _abandoned = !_mayBuild.Task.IsCompleted;
        _mayBuild.TrySetResult();
        if (_built.Task.IsCompletedSuccessfully)
            await (await _built.Task).DisposeAsync();
    }

    private void Execute(MethodInfo main)
    {
        Current = this;
        try
        {
            var result = main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            if (result is Task task)
                task.GetAwaiter().GetResult();
            Fail(new InvalidOperationException($"{AppHostAssembly.GetName().Name} ended without building a distributed application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException ?? e);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        _filled.TrySetException(e);
        _built.TrySetException(e);
    }

    private sealed class AbandonedException() : Exception("The test ended before it built the application.");
}
