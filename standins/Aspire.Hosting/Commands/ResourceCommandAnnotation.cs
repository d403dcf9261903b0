using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel
{
    public enum ResourceCommandState { Enabled, Disabled, Hidden }

    public class CommandOptions
    {
        public string? Description { get; set; }
        public string? ConfirmationMessage { get; set; }
        public string? IconName { get; set; }
        public bool IsHighlighted { get; set; }
        public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
    }

    public sealed class UpdateCommandStateContext
    {
        public required CustomResourceSnapshot ResourceSnapshot { get; init; }
        public required IServiceProvider ServiceProvider { get; init; }
    }

    public sealed class ExecuteCommandContext
    {
        public required IServiceProvider ServiceProvider { get; init; }
        public required string ResourceName { get; init; }
        public required CancellationToken CancellationToken { get; init; }
        public required ILogger Logger { get; init; }
    }

    public sealed class ExecuteCommandResult
    {
        public required bool Success { get; init; }
        public bool Canceled { get; init; }
        public string? Message { get; init; }
    }

    public static class CommandResults
    {
        public static ExecuteCommandResult Success() => new() { Success = true };
        public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, Message = errorMessage };
        public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
    }

    public sealed class ResourceCommandAnnotation(
        string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, CommandOptions options) : IResourceAnnotation
    {
        public string Name { get; } = name;
        public string DisplayName { get; } = displayName;
        public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;
        internal CommandOptions Options { get; } = options;
    }

    public static class KnownResourceCommands
    {
        public const string StartCommand = "start";
        public const string StopCommand = "stop";
        public const string RestartCommand = "restart";
    }
}

namespace Aspire.Hosting
{
    public class HttpCommandOptions : CommandOptions
    {
        public HttpMethod? Method { get; set; }
    }
}
