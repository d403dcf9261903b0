namespace Aspire.Dashboard.Model;

/// <summary>An address of a resource.</summary>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Url">Absolute; http and https become links, others are shown as text.</param>
/// <param name="DisplayText">Shown instead of the address.</param>
/// <param name="IsInternal">Shown in the details only.</param>
public sealed record UrlView(string Name, string Url, string? DisplayText, bool IsInternal);

/// <summary>Something that a resource can be told to do.</summary>
/// <param name="Name">start, stop and restart have their own buttons; others stand in the menu.</param>
/// <param name="DisplayName">The label.</param>
/// <param name="Description">The tool tip.</param>
/// <param name="Icon">A hint; icons that the dashboard does not know are left out.</param>
/// <param name="IsEnabled">False: shown, but can't be used now.</param>
/// <param name="IsHighlighted">Shown as a button instead of in the menu.</param>
/// <param name="Confirmation">A question asked before it runs.</param>
public sealed record CommandView(string Name, string DisplayName, string? Description, string? Icon, bool IsEnabled, bool IsHighlighted, string? Confirmation);

/// <summary>An environment variable; a secret's value leaves the server only when it is asked for.</summary>
public sealed record EnvironmentView(string Name, string Value, bool IsSecret);

/// <summary>The last result of one health check.</summary>
/// <param name="Name">The check's key.</param>
/// <param name="Status">Healthy, Degraded, Unhealthy; null before its first result.</param>
/// <param name="Description">What the check said.</param>
/// <param name="Exception">What it threw.</param>
/// <param name="LastRunAt">When.</param>
public sealed record HealthReportView(string Name, string? Status, string? Description, string? Exception, DateTimeOffset? LastRunAt);

/// <summary>This resource refers to another one.</summary>
/// <param name="ResourceName"><see cref="ResourceView.Name"/> of the other.</param>
/// <param name="Type">Reference, WaitFor, Parent ...</param>
public sealed record RelationshipView(string ResourceName, string Type);

/// <summary>A fact worth showing: process id, path, image ...; a secret's value leaves the server only when it is asked for.</summary>
public sealed record PropertyView(string Name, string Value, bool IsSecret);

/// <summary>One line of a resource's console.</summary>
/// <param name="Number">Grows by one with each line of that resource.</param>
/// <param name="Timestamp">When it was received.</param>
/// <param name="Text">As written, so it may hold ANSI escapes; no line break.</param>
/// <param name="IsError">It came through standard error.</param>
public sealed record ConsoleLine(long Number, DateTimeOffset Timestamp, string Text, bool IsError);

/// <summary>How a command ended.</summary>
/// <param name="Succeeded">False: <paramref name="Message"/> says why.</param>
/// <param name="Message">A sentence for the person who clicked.</param>
public sealed record CommandOutcome(bool Succeeded, string? Message);
