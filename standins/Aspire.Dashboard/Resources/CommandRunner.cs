using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Shell;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Resources;

/// <summary>Runs commands of resources for one browser tab: asks first where that is wanted, and shows what came of it.</summary>
internal sealed class CommandRunner(IResourceSource source, Toasts toasts, IStringLocalizer<Text> text, ILogger<CommandRunner> logger)
{
    readonly HashSet<(string Resource, string Command)> _running = [];

    public event Action? Changed;

    /// <summary>The command that waits for the person's yes.</summary>
    public (ResourceView Resource, CommandView Command)? Asking { get; private set; }

    public bool IsRunning(string resourceId, string command) => _running.Contains((resourceId, command));

    public Task RunAsync(ResourceView resource, CommandView command)
    {
        if (string.IsNullOrEmpty(command.Confirmation))
            return ExecuteAsync(resource, command);
        Asking = (resource, command);
        Changed?.Invoke();
        return Task.CompletedTask;
    }

    public async Task AnswerAsync(bool yes)
    {
        var asked = Asking;
        Asking = null;
        Changed?.Invoke();
        if (yes && asked is var (resource, command))
            await ExecuteAsync(resource, command);
    }

    async Task ExecuteAsync(ResourceView resource, CommandView command)
    {
        if (!_running.Add((resource.Id, command.Name)))
            return;
        Changed?.Invoke();
        CommandOutcome outcome;
        try
        {
            // No time limit: the host knows how long a command may take, and a closed tab must not break one off half done.
            outcome = await source.ExecuteCommandAsync(resource.Id, command.Name, CancellationToken.None);
        }
#pragma warning disable CA1031 // The host's command may throw anything; the person is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "Command {Command} of {Resource} failed.", command.Name, resource.Id);
            outcome = new CommandOutcome(false, e.Message);
        }
        finally
        {
            _running.Remove((resource.Id, command.Name));
        }

        var title = text[outcome.Succeeded ? "CommandSucceeded" : "CommandFailed", CommandWords.Label(command, text), resource.DisplayName];
        toasts.Show(title, outcome.Message, !outcome.Succeeded);
        Changed?.Invoke();
    }
}
