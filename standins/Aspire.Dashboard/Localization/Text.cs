namespace Aspire.Dashboard.Localization;

/// <summary>Names the resource files with the dashboard's words; keys are what the words stand for.</summary>
internal sealed class Text;
