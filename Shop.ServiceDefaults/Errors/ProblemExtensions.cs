using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Errors;

internal static class ProblemExtensions
{
    internal static void AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails(static options => options.CustomizeProblemDetails = Problem.AddTraceId);
        services.AddExceptionHandler<ExceptionProblem>();
        // Outside Development a request that can't be bound would be answered without a word on what is wrong with it.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddSingleton<IStartupFilter, OutermostProblems>();
    }

    /// <summary>
    /// Within the page that the framework puts in for developers, and within the pages of an application that has some: they would
    /// answer first. What prefers a page is let through to them.
    /// </summary>
    internal static void UseProblems(this WebApplication app) =>
        app.UseWhen(ProblemNegotiation.WantsProblemDetails, static branch => branch.UseStatusCodePages(WriteAsync).UseExceptionHandler(LastResort()));

    private static Task WriteAsync(StatusCodeContext context) =>
        context.HttpContext.WantsProblemDetails()
            ? Problem.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode)
            : Task.CompletedTask;

    /// <summary>What no other handler takes: a request for a page, where nobody has one.</summary>
    private static ExceptionHandlerOptions LastResort() => new()
    {
        ExceptionHandler = static http => Problem.WriteAsync(http, StatusCodes.Status500InternalServerError),
    };

    /// <summary>Around all middleware, the framework's own too: an error of authentication comes before the application's pipeline.</summary>
    private sealed class OutermostProblems : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseStatusCodePages(WriteAsync);
            app.UseExceptionHandler(LastResort());
            next(app);
        };
    }
}
