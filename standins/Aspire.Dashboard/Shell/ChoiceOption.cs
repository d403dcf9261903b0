namespace Aspire.Dashboard.Shell;

/// <param name="Value">Empty for all, any or none.</param>
public sealed record ChoiceOption(string Value, string Text);
