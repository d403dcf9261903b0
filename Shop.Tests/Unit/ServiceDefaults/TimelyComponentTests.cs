using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Pages;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class TimelyComponentTests
{
    [Fact]
    public async Task A_page_whose_time_has_run_out_fails_where_it_would_come_half_done()
    {
        await using var service = await RunningService.StartAsync(
            app =>
            {
                app.MapGet("/late", () => new RazorComponentResult<Late>()).WithRequestTimeout(TimeSpan.FromMilliseconds(200));
                app.MapGet("/careless", () => new RazorComponentResult<Careless>()).WithRequestTimeout(TimeSpan.FromMilliseconds(200));
            },
            builder =>
            {
                builder.Services.AddRazorComponents();
                builder.Services.AddHttpContextAccessor();
            });

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/careless")).Status);
        (await service.GetAsync("/late")).Problem(HttpStatusCode.ServiceUnavailable);
    }

    private static Task WaitAsync(HttpContext http) => new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);

    private sealed class Late : TimelyComponent
    {
        [CascadingParameter]
        public required HttpContext Http { get; set; }

        protected override Task OnInitializedAsync() => WaitAsync(Http);

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "all is well");
    }

    private sealed class Careless : ComponentBase
    {
        [CascadingParameter]
        public required HttpContext Http { get; set; }

        protected override Task OnInitializedAsync() => WaitAsync(Http);

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "all is well");
    }
}
