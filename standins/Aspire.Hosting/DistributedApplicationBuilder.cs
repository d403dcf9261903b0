using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.UserSecrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting;

public sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;
    private readonly AppHostInterception? _interception;
    private readonly AppHostInfo _appHost;

    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args }) { }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = options;
        _interception = AppHostInterception.Current;
        if (_interception is null)
            UnhandledMistakes.TellAsSentence();
        string[] args = [.. options.Args ?? [], .. _interception?.Arguments ?? []];
        StartError = AppHostArguments.FindError(args);
        _appHost = FindAppHost(options, _interception);
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = StartError is null ? args : [],
            ApplicationName = _appHost.Name,
            ContentRootPath = _appHost.Directory,
            Configuration = BeforeSettings(_interception),
        });
        AddUserSecrets();
        if (_interception is not null)
            _host.Configuration[DistributedApplicationState.ThrowAwayKey] = "true";
        ExecutionContext = new(OperationOf(Configuration), Configuration["publisher"] ?? "manifest");
        AddServices();
    }

    public ConfigurationManager Configuration => _host.Configuration;
    public string AppHostDirectory => _appHost.Directory;
    public Assembly? AppHostAssembly => _appHost.Assembly;
    public IHostEnvironment Environment => _host.Environment;
    public IServiceCollection Services => _host.Services;
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();
    public DistributedApplicationExecutionContext ExecutionContext { get; }
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <summary>Why it can't run, found before there was anyone to tell.</summary>
    internal string? StartError { get; private set; }

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"There is a resource named '{resource.Name}' already.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _interception?.BeforeBuild(this);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        var application = new DistributedApplication(_host.Build(), StartError, _interception is not null);
        ExecutionContext.ServiceProvider = application.Services;
        _interception?.AfterBuild(application);
        return application;
    }

    private static DistributedApplicationOperation OperationOf(ConfigurationManager configuration) =>
        configuration["publisher"] is not null || string.Equals(configuration["operation"], "publish", StringComparison.OrdinalIgnoreCase)
            ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run;

    private static AppHostInfo FindAppHost(DistributedApplicationOptions options, AppHostInterception? interception)
    {
        var assembly = interception?.AppHostAssembly
            ?? (options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly());
        var built = assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => string.Equals(a.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase))?.Value;
        var directory = options.ProjectDirectory ?? (Directory.Exists(built) ? built : System.Environment.CurrentDirectory);
        return new(assembly, Path.GetFullPath(directory), assembly?.GetName().Name ?? "AppHost");
    }

    private static ConfigurationManager BeforeSettings(AppHostInterception? interception)
    {
        var configuration = new ConfigurationManager();
        configuration["hostBuilder:reloadConfigOnChange"] = "false";
        if (interception is not null)
            configuration[HostDefaults.EnvironmentKey] = Environments.Development;
        return configuration;
    }

    /// <summary>In every environment, not in Development alone: generated passwords are kept there.</summary>
    private void AddUserSecrets()
    {
        if (_appHost.Assembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId is not { } id)
            return;
        var sources = ((IConfigurationBuilder)Configuration).Sources;
        var path = PathHelper.GetSecretsPathFromSecretsId(id);
        if (!File.Exists(path) || _host.Environment.IsDevelopment())
            return;
        try
        {
            using var secrets = new ConfigurationManager();
            secrets.AddJsonFile(path, optional: true, reloadOnChange: false);
            var place = sources.IndexOf(sources.OfType<EnvironmentVariablesConfigurationSource>().Last(s => string.IsNullOrEmpty(s.Prefix)));
            sources.Insert(place, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = secrets.AsEnumerable().ToArray() });
        }
        catch (InvalidDataException e)
        {
            StartError ??= $"The user secrets {path} can't be read: {e.GetBaseException().Message} Mend or move the file.";
        }
    }

    private void AddServices()
    {
        var inTest = _interception is not null;
        _host.Logging.ClearProviders();
        _host.Logging.AddSimpleConsole(o => { o.SingleLine = true; o.ColorBehavior = LoggerColorBehavior.Default; });
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A failing check is told of where it belongs: in the resource's own log and state.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Why it could not start is told once, in a sentence.
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        Services.Configure<HostOptions>(o =>
        {
            o.ServicesStartConcurrently = true;
            o.ShutdownTimeout = TimeSpan.FromSeconds(30);
        });
        Services.AddHealthChecks();
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(_appHost);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationRunOptions
        {
            RandomizePorts = inTest || Configuration.GetValue<bool>(DistributedApplicationRunOptions.RandomizePortsKey),
            ConsoleLines = !inTest || _options.EnableResourceLogging,
            StopsOnFailure = !inTest,
        });
        Services.AddSingleton(services => new DistributedApplicationState(services.GetRequiredService<IConfiguration>(), _appHost.Directory, _appHost.Name));
        Services.AddSingleton(_ => new ResourceLoggerService());
        Services.AddSingleton(services => new ResourceNotificationService(services.GetRequiredService<ResourceLoggerService>())
        {
            DefaultWaitBehavior = inTest ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable,
        });
        Services.AddSingleton(services => new ResourceCommandService(services));
        if (ExecutionContext.IsRunMode)
            AddOrchestration();
    }

    private void AddOrchestration()
    {
        Services.AddSingleton<AppHostConsole>();
        Services.AddSingleton<ContainerRuntime>();
        Services.AddSingleton<ResourceEnvironment>();
        Services.AddSingleton<ProcessLauncher>();
        Services.AddSingleton<ApplicationFailure>();
        Services.AddSingleton<ApplicationOrchestrator>();
        var target = new TelemetryTarget();
        Services.AddSingleton(target);
        // Named first, so stopped last: what resources have to say as they end shall be heard.
        if (_interception is null && !_options.DisableDashboard)
            Services.AddSingleton<DashboardHost>().AddHostedService(static services => services.GetRequiredService<DashboardHost>());
        else
            target.Set(null);
        Services.AddHostedService(services => services.GetRequiredService<ApplicationOrchestrator>());
        if (_interception is not null)
            return;
        Services.AddHostedService<ParentWatch>();
        Services.AddHostedService<StartUpReport>();
    }
}
