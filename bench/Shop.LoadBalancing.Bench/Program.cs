using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Shop.LoadBalancing.Bench;

// So many that a clock measures them, and so few that some iterations meet nobody else on the machine: the fastest one tells what a choice costs.
const int Choices = 1 << 17;

// In this process: no build for each case, which takes longer than what is measured.
BenchmarkRunner.Run<ChoiceBenchmark>(
    ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithInvocationCount(Choices).WithWarmupCount(40).WithIterationCount(25))
        .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
        .AddColumn(TargetMethodColumn.Method, StatisticColumn.Min, StatisticColumn.Median)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithOptions(ConfigOptions.DisableLogFile),
    args: args);
