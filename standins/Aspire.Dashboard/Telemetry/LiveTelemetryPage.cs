using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Telemetry.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// A page over telemetry: its address says all that it shows, and it is arranged anew when that changes or something comes in.
/// </summary>
public abstract class LiveTelemetryPage : ComponentBase, IDisposable
{
    IDisposable? _subscription;
    bool _missed;

    [Inject] private protected ShownTelemetry Shown { get; set; } = null!;

    [Inject] private protected TelemetryFeed Feed { get; set; } = null!;

    [Inject] private protected NavigationManager Navigation { get; set; } = null!;

    [Inject] private protected DashboardOptions Options { get; set; } = null!;

    [Inject] private protected TimeProvider Time { get; set; } = null!;

    [Inject] private protected IStringLocalizer<Text> L { get; set; } = null!;

    private protected abstract TelemetryKinds Kinds { get; }

    /// <summary>An earlier run instead of this one.</summary>
    [SupplyParameterFromQuery(Name = "run")] public string? Run { get; set; }

    private protected TelemetryStore Store => Shown.Store;

    /// <summary>What is seen stays as it is while it is read.</summary>
    private protected bool IsPaused { get; private set; }

    /// <summary>Looks at the address and the store, and prepares what is shown.</summary>
    private protected abstract void Arrange();

    protected override void OnInitialized() => _subscription = Feed.Subscribe(Kinds, OnChanged);

    protected override void OnParametersSet()
    {
        Shown.Choose(Run);
        Arrange();
    }

    private protected void TogglePause()
    {
        IsPaused = !IsPaused;
        if (!IsPaused && _missed)
            Arrange();
        _missed = false;
    }

    /// <param name="replace">False for a step that one may want to go back from.</param>
    private protected void Go(Dictionary<string, object?> query, bool replace = true) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: replace);

    /// <summary>The page is left.</summary>
    protected virtual void OnLeaving()
    {
    }

    private protected static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    public void Dispose()
    {
        _subscription?.Dispose();
        OnLeaving();
        GC.SuppressFinalize(this);
    }

    void OnChanged() => _ = InvokeAsync(() =>
    {
        if (IsPaused)
        {
            _missed = true;
            return;
        }

        Arrange();
        StateHasChanged();
    });
}
