using System.Net;
using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Shell;
using Microsoft.Extensions.Localization;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Aspire.Dashboard.Resources;

/// <summary>Runs commands of resources for one browser tab: asks first where that is wanted, and shows what came of it.</summary>
internal sealed class CommandRunner(IResourceSource source, IDialogService dialogs, INotificationService notifications, IStringLocalizer<Text> text, ILogger<CommandRunner> logger)
{
    readonly HashSet<(string Resource, string Command)> _running = [];

    public event Action? Changed;

    public bool IsRunning(string resourceId, string command) => _running.Contains((resourceId, command));

    public async Task RunAsync(ResourceView resource, CommandView command)
    {
        if (!string.IsNullOrEmpty(command.Confirmation))
        {
            var label = CommandWords.Label(command, text);
            var title = $"{label}: {resource.DisplayName}";
            var answer = await dialogs.ShowDialogAsync<Question>(options =>
            {
                options.Modal = true;
                options.Header.Title = Words(title);
                options.Parameters.Add(nameof(Question.Title), title);
                options.Parameters.Add(nameof(Question.Words), command.Confirmation);
                options.Footer.PrimaryAction.Label = label;
                options.Footer.SecondaryAction.Label = text["Cancel"];
            });
            if (answer.Cancelled)
                return;
        }

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
        _ = notifications.ShowToastAsync(options =>
        {
            options.Intent = outcome.Succeeded ? ToastIntent.Success : ToastIntent.Error;
            options.Title = Words(title);
            options.Message = outcome.Message is null ? null : Words(outcome.Message);
            options.DismissAction.Label = text["Close"];
            // An error stays until it is closed.
            options.Lifetime = outcome.Succeeded ? null : TimeSpan.Zero;
        });
        Changed?.Invoke();
    }

    /// <summary>Fluent takes titles, and what a toast says, for markup.</summary>
    static string Words(string words) => WebUtility.HtmlEncode(words);
}
