using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Shop.ServiceDefaults.LoadBalancing.Telemetry;

namespace Shop.ServiceDefaults.LoadBalancing;

/// <summary>What every balanced request needs.</summary>
internal sealed class BalancingServices(RequestKey key, BalancingMetrics metrics, IHttpContextAccessor httpContext, TimeProvider time)
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    internal RequestKey Key => key;

    internal BalancingMetrics Metrics => metrics;

    internal IHttpContextAccessor HttpContext => httpContext;

    internal TimeProvider Time => time;

    /// <summary>Every endpoint is full. One more request would only wait there, and make all others wait longer.</summary>
    internal HttpResponseMessage Refuse(Balancer balancer, HttpRequestMessage request)
    {
        metrics.Shed(balancer.Service);
        var problem = new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable, Title = "Service Unavailable", Detail = $"{balancer.Service} has too many requests at the moment." };
        return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            RequestMessage = request,
            Headers = { RetryAfter = new RetryConditionHeaderValue(s_retryAfter) },
            Content = JsonContent.Create(problem, MediaTypeHeaderValue.Parse("application/problem+json")),
        };
    }
}
