using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.ServiceDefaults.LoadBalancing.Telemetry;

/// <summary>What becomes of the requests that this process sends, by service and endpoint.</summary>
internal sealed class BalancingMetrics
{
    internal const string MeterName = "Shop.LoadBalancing";

    private const string Service = "shop.service";
    private const string ServiceEndpoint = "shop.endpoint";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _ejections;
    private readonly Counter<long> _shed;

    public BalancingMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        _meter = factory.Create(MeterName);
        _attempts = _meter.CreateCounter<long>("shop.balancing.attempts", "{attempt}", "Attempts at an endpoint, by their outcome.");
        _retries = _meter.CreateCounter<long>("shop.balancing.retries", "{attempt}", "Attempts that repeat a request, by what befell the one before.");
        _hedges = _meter.CreateCounter<long>("shop.balancing.hedges", "{attempt}", "Second attempts at reads whose first one is slow.");
        _ejections = _meter.CreateCounter<long>("shop.balancing.ejections", "{ejection}", "Times that an endpoint was left out.");
        _shed = _meter.CreateCounter<long>("shop.balancing.shed", "{request}", "Requests refused because every endpoint was full.");
    }

    internal void Attempted(string service, Endpoint endpoint, Outcome outcome)
    {
        if (_attempts.Enabled)
            _attempts.Add(1, new(Service, service), new(ServiceEndpoint, endpoint.Name), new("outcome", outcome.Name()));
    }

    internal void Retried(string service, Endpoint endpoint, Outcome reason) =>
        _retries.Add(1, new(Service, service), new(ServiceEndpoint, endpoint.Name), new("reason", reason.Name()));

    internal void Hedged(string service, Endpoint endpoint) => _hedges.Add(1, new(Service, service), new(ServiceEndpoint, endpoint.Name));

    internal void Ejected(string service, Endpoint endpoint, Outcome reason) =>
        _ejections.Add(1, new(Service, service), new(ServiceEndpoint, endpoint.Name), new("reason", reason.Name()));

    internal void Shed(string service) => _shed.Add(1, new KeyValuePair<string, object?>(Service, service));

    /// <summary>What is not counted but looked at whenever it is exported.</summary>
    internal void Observe(Func<IEnumerable<Balancer>> balancers)
    {
        IEnumerable<Measurement<T>> Each<T>(Func<Endpoint, T> value)
            where T : struct =>
            from balancer in balancers()
            from endpoint in balancer.Endpoints
            select new Measurement<T>(value(endpoint), new(Service, balancer.Service), new(ServiceEndpoint, endpoint.Name));

        _meter.CreateObservableUpDownCounter("shop.balancing.in_flight", () => Each(static endpoint => endpoint.InFlight), "{request}", "Requests that wait for an endpoint's answer.");
        _meter.CreateObservableGauge("shop.balancing.available", () => Each(endpoint => endpoint.Health.IsAvailable(_time.Moment()) ? 1 : 0), "{endpoint}", "1 while an endpoint may be chosen, 0 while it is left out.");
        _meter.CreateObservableGauge("shop.balancing.latency", () => Each(endpoint => endpoint.Latency.At(_time.Moment())), "s", "The latency that the choice goes by: rises at once and falls slowly.");
        _meter.CreateObservableGauge("shop.balancing.retry_budget", () => balancers().Select(balancer => new Measurement<double>(balancer.RetriesLeft, new TagList { { Service, balancer.Service } })), "{attempt}", "Repetitions that the budget still allows.");
    }
}
