using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The commands that every process has, and which of them make sense in its state.</summary>
static class ResourceCommands
{
    public static ImmutableArray<ResourceCommandSnapshot> Of(IResource resource) =>
    [
        .. ResourceInstance.HasProcess(resource)
            ? (ResourceCommandSnapshot[])
            [
                new(KnownResourceCommands.StartCommand, ResourceCommandState.Enabled, "Start", "Start this resource", null, "Play", true),
                new(KnownResourceCommands.StopCommand, ResourceCommandState.Disabled, "Stop", "Stop this resource", null, "Stop", true),
                new(KnownResourceCommands.RestartCommand, ResourceCommandState.Disabled, "Restart", "Stop this resource and start it again", null, "ArrowCounterclockwise", false),
            ]
            : [],
        .. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommandSnapshot(
            c.Name, ResourceCommandState.Enabled, c.DisplayName, c.Options.Description, c.Options.ConfirmationMessage, c.Options.IconName, c.Options.IsHighlighted)),
    ];

    public static CustomResourceSnapshot WithStates(CustomResourceSnapshot snapshot) =>
        snapshot with { Commands = [.. snapshot.Commands.Select(c => c with { State = StateOf(c, snapshot.State?.Text) })] };

    private static ResourceCommandState StateOf(ResourceCommandSnapshot command, string? state) => command.Name switch
    {
        KnownResourceCommands.StartCommand => state is "NotStarted" or "RuntimeUnhealthy" || KnownResourceStates.IsTerminal(state) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
        KnownResourceCommands.StopCommand => state is "Running" or "Waiting" or "Starting" ? ResourceCommandState.Enabled
            : state is "Stopping" ? ResourceCommandState.Disabled : ResourceCommandState.Hidden,
        KnownResourceCommands.RestartCommand => state is "Running" ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
        _ => command.State,
    };
}
