using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Pages;

/// <summary>
/// Blazor takes a task that was cancelled for one that has nothing more to say. A page rendered on the server, whose request has run out of
/// time, would come half done and with status 200, as if its form had never been sent. Pages whose <c>_Imports.razor</c> says
/// <c>@inherits TimelyComponent</c> fail instead, and get the page for that.
/// </summary>
public abstract class TimelyComponent : ComponentBase, IHandleEvent
{
    [Inject]
    private IHttpContextAccessor Accessor { get; set; } = null!;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        await base.SetParametersAsync(parameters);
        FailIfLate();
    }

    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        // As the base does: the component shows that it is at work, and then the outcome.
        var work = item.InvokeAsync(arg);
        StateHasChanged();
        await work.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        FailIfLate();
        await work;
        StateHasChanged();
    }

    private void FailIfLate()
    {
        // Not a cancellation, which would be swallowed in turn.
        if (Accessor.HttpContext?.RequestAborted.IsCancellationRequested == true)
            throw new TimeoutException("The request has run out of time.");
    }
}
