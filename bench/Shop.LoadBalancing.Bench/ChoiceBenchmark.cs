using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;
using Endpoint = Shop.ServiceDefaults.LoadBalancing.Endpoint;
using YarpNames = Yarp.ReverseProxy.LoadBalancing.LoadBalancingPolicies;

namespace Shop.LoadBalancing.Bench;

/// <summary>What one choice costs, by each policy of ours and of YARP, among endpoints with the same requests in flight.</summary>
public class ChoiceBenchmark
{
    const int Keys = 1024;

    static readonly TimeSpan s_now = TimeSpan.FromMinutes(1);

    readonly DefaultHttpContext http = new();
    readonly ClusterState cluster = new("catalog");
    readonly ulong[] keys = new ulong[Keys];
    DestinationState[] destinations = [];
    Policy random = null!, roundRobin = null!, weighted = null!, leastRequests = null!, leastLatency = null!, consistentHash = null!;
    ILoadBalancingPolicy yarpRandom = null!, yarpRoundRobin = null!, yarpTwoChoices = null!, yarpLeastRequests = null!;
    int turn;

    [Params(3, 30, 300)]
    public int Endpoints { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var draw = new Random(1);
        // A few in flight everywhere, and latencies around 10 ms.
        var inFlight = Enumerable.Range(0, Endpoints).Select(_ => draw.Next(4)).ToArray();
        var endpoints = new Endpoint[Endpoints];
        for (var i = 0; i < Endpoints; i++)
        {
            endpoints[i] = new(new Uri($"http://10.0.{i / 250}.{i % 250}:8080")) { Traits = new(1 + (i % 5)) };
            endpoints[i].Latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(5 + (10 * draw.NextDouble())), s_now - TimeSpan.FromSeconds(draw.NextDouble()));
            for (var n = 0; n < inFlight[i]; n++)
                endpoints[i].TryEnter();
        }
        for (var i = 0; i < Keys; i++)
            keys[i] = (ulong)draw.NextInt64(long.MinValue, long.MaxValue);
        (random, roundRobin, weighted) = (Of(PolicyName.Random), Of(PolicyName.RoundRobin), Of(PolicyName.WeightedRoundRobin));
        (leastRequests, leastLatency, consistentHash) = (Of(PolicyName.LeastRequests), Of(PolicyName.LeastLatency), Of(PolicyName.ConsistentHash));

        var services = new ServiceCollection().AddLogging();
        services.AddReverseProxy();
        var yarp = services.BuildServiceProvider().GetServices<ILoadBalancingPolicy>().ToDictionary(static policy => policy.Name);
        (yarpRandom, yarpRoundRobin) = (yarp[YarpNames.Random], yarp[YarpNames.RoundRobin]);
        (yarpTwoChoices, yarpLeastRequests) = (yarp[YarpNames.PowerOfTwoChoices], yarp[YarpNames.LeastRequests]);
        destinations = [.. inFlight.Select(static (count, i) => new DestinationState($"destination-{i}") { ConcurrentRequestCount = count })];

        Policy Of(PolicyName name) => Policy.Create(new() { Policy = name }, endpoints);
    }

    [Benchmark]
    public object? Random() => random.Choose(new(s_now));

    [Benchmark(Description = "Random, YARP")]
    public object? YarpRandom() => yarpRandom.PickDestination(http, cluster, destinations);

    [Benchmark]
    public object? RoundRobin() => roundRobin.Choose(new(s_now));

    [Benchmark(Description = "RoundRobin, YARP")]
    public object? YarpRoundRobin() => yarpRoundRobin.PickDestination(http, cluster, destinations);

    [Benchmark]
    public object? WeightedRoundRobin() => weighted.Choose(new(s_now));

    [Benchmark]
    public object? LeastRequests() => leastRequests.Choose(new(s_now));

    [Benchmark(Description = "PowerOfTwoChoices, YARP")]
    public object? YarpTwoChoices() => yarpTwoChoices.PickDestination(http, cluster, destinations);

    [Benchmark(Description = "LeastRequests, YARP (looks at all)")]
    public object? YarpLeastRequests() => yarpLeastRequests.PickDestination(http, cluster, destinations);

    [Benchmark]
    public object? LeastLatency() => leastLatency.Choose(new(s_now));

    [Benchmark]
    public object? ConsistentHash() => consistentHash.Choose(new(s_now, keys[turn++ % Keys]));
}
