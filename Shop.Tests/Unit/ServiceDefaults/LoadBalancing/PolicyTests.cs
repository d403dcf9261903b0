using CsCheck;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class PolicyTests
{
    private const int Choices = 100_000;

    private static readonly TimeSpan s_now = TimeSpan.FromHours(1);

    private static readonly Gen<PolicyName> s_policies = Gen.Enum<PolicyName>();

    public static TheoryData<string> All => [.. Enum.GetNames<PolicyName>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_endpoints_get_equal_shares(string policyName)
    {
        var name = Enum.Parse<PolicyName>(policyName);
        var endpoints = Some.Endpoints(7);
        var policy = Some.Policy(name, endpoints);
        // On a ring the shares of keys depend on where the points lie; here it is asked without a key, as all others are.
        var expected = name == PolicyName.ConsistentHash ? RingShares(policy, endpoints) : endpoints.ToDictionary(endpoint => endpoint, _ => 1.0 / endpoints.Length);
        var counts = Count(endpoints, Choices, () => policy.Choose(new(s_now)));
        AssertFits(counts, expected);
    }

    [Fact]
    public void Weighted_endpoints_get_shares_by_weight()
    {
        var endpoints = Some.Endpoints(5, 1, 3, 1);
        var counts = Count(endpoints, Choices, Some.Policy(PolicyName.WeightedRoundRobin, endpoints));
        AssertFits(counts, endpoints.ToDictionary(endpoint => endpoint, endpoint => endpoint.Weight / 10.0));
    }

    [Theory]
    [InlineData(nameof(PolicyName.LeastRequests))]
    [InlineData(nameof(PolicyName.LeastLatency))]
    public void Weights_count_where_load_is_compared(string policyName)
    {
        var endpoints = Some.Endpoints(3, 1);
        foreach (var endpoint in endpoints)
            endpoint.Latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(10), s_now);
        var policy = Some.Policy(Enum.Parse<PolicyName>(policyName), endpoints);
        // Nobody ever answers: requests pile up as the weights say.
        var counts = Count(endpoints, 400, () => Entered(policy.Choose(new(s_now))));
        Assert.InRange(counts[endpoints[0]], 298, 302);
    }

    [Fact]
    public void Smooth_weights_are_exact_over_every_cycle() =>
        Gen.Int[1, 20].Array[1, 12].Sample(weights =>
        {
            var endpoints = Some.Endpoints(weights);
            var policy = Some.Policy(PolicyName.WeightedRoundRobin, endpoints);
            // Wherever it begins.
            for (var i = 0; i < weights[0]; i++)
                policy.Choose(new(s_now));
            var counts = Count(endpoints, weights.Sum(), policy);
            return endpoints.All(endpoint => counts[endpoint] == endpoint.Weight);
        });

    [Fact]
    public void Smooth_weights_are_spread_as_nginx_spreads_them()
    {
        var endpoints = Some.Endpoints(5, 1, 1);
        Assert.Equal("aabacaa", string.Concat(WeightedRoundRobin.Cycle(endpoints).Select(endpoint => "abc"[Array.IndexOf(endpoints, endpoint)])));
    }

    [Fact]
    public void A_common_divisor_makes_no_longer_cycle() => Assert.Equal(3, WeightedRoundRobin.Cycle(Some.Endpoints(40, 20)).Length);

    [Fact]
    public void Round_robin_takes_turns()
    {
        var endpoints = Some.Endpoints(3);
        var policy = Some.Policy(PolicyName.RoundRobin, endpoints);
        var turns = Enumerable.Range(0, 6).Select(_ => policy.Choose(new(s_now))).ToList();
        Assert.Equal(endpoints.Length, turns[..3].Distinct().Count());
        Assert.Equal(turns[..3], turns[3..]);
    }

    [Fact]
    public void What_is_passed_over_falls_to_all_others_alike()
    {
        foreach (var name in (PolicyName[])[PolicyName.RoundRobin, PolicyName.Random, PolicyName.LeastRequests, PolicyName.LeastLatency])
        {
            var endpoints = Some.Endpoints(5);
            List<Endpoint> tried = [endpoints[2]];
            var policy = Some.Policy(name, endpoints);
            var counts = Count(endpoints, Choices, () => policy.Choose(new(s_now, null, tried)));
            Assert.Equal(0, counts[endpoints[2]]);
            counts.Remove(endpoints[2]);
            Assert.All(counts.Values, count => Assert.InRange(count, Choices / 4 * 0.95, Choices / 4 * 1.05));
        }
    }

    [Fact]
    public void None_is_chosen_that_the_request_has_tried_or_that_is_full() =>
        (from name in s_policies
         from tried in Gen.Bool.Array[1, 12]
         from full in Gen.Bool.Array[12]
         from key in Gen.ULong
         select (name, tried, full, key)).Sample(sample =>
        {
            var endpoints = Some.Endpoints(sample.tried.Length);
            var policy = Some.Policy(sample.name, endpoints);
            for (var i = 0; i < endpoints.Length; i++)
            {
                endpoints[i].Limit = 1;
                if (sample.full[i])
                    endpoints[i].TryEnter();
            }
            var passed = endpoints.Where((_, i) => sample.tried[i]).ToList();
            var chosen = policy.Choose(new(s_now, sample.key, passed));
            // And one that is allowed is always found.
            return chosen is null
                ? endpoints.Where((_, i) => !sample.tried[i] && !sample.full[i]).ToArray() is []
                : !passed.Contains(chosen) && chosen.HasRoom;
        });

    [Fact]
    public void The_emptier_of_two_is_chosen()
    {
        var endpoints = Some.Endpoints(3);
        Enter(endpoints[0], 5);
        var policy = Some.Policy(PolicyName.LeastRequests, endpoints);
        Assert.Equal(0, Count(endpoints, 1000, policy)[endpoints[0]]);
    }

    [Fact]
    public void A_slow_endpoint_is_avoided_even_when_nothing_queues()
    {
        var endpoints = Some.Endpoints(3);
        foreach (var endpoint in endpoints)
            endpoint.Latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(endpoint == endpoints[0] ? 500 : 5), s_now);
        Assert.Equal(0, Count(endpoints, 1000, Some.Policy(PolicyName.LeastLatency, endpoints))[endpoints[0]]);
    }

    [Fact]
    public void One_that_fails_fast_does_not_look_fast()
    {
        var endpoints = Some.Endpoints(3);
        for (var i = 0; i < 10; i++)
        {
            endpoints[0].Latency.Observe(Outcome.Failed, TimeSpan.FromMilliseconds(1), s_now);
            endpoints[1].Latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(50), s_now);
            endpoints[2].Latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(50), s_now);
        }
        Assert.Equal(0, Count(endpoints, 1000, Some.Policy(PolicyName.LeastLatency, endpoints))[endpoints[0]]);
    }

    [Fact]
    public void A_choice_allocates_nothing()
    {
        foreach (var name in Enum.GetValues<PolicyName>())
        {
            var endpoints = Some.Endpoints(30);
            var policy = Some.Policy(name, endpoints);
            List<Endpoint> tried = [endpoints[0], endpoints[1]];
            policy.Choose(new(s_now, 42));
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                policy.Choose(new(s_now, (ulong)i, tried));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Pearson's chi-square test at 0.1 %: a fair policy fails it once in a thousand runs at most; turns never do.</summary>
    private static void AssertFits(Dictionary<Endpoint, int> counts, Dictionary<Endpoint, double> expected)
    {
        var total = counts.Values.Sum();
        var square = counts.Sum(count => Math.Pow(count.Value - expected[count.Key] * total, 2) / (expected[count.Key] * total));
        // Wilson and Hilferty's approximation of the quantile, with the normal one of 0.999.
        var k = counts.Count - 1.0;
        var critical = k * Math.Pow(1 - 2 / (9 * k) + 3.09 * Math.Sqrt(2 / (9 * k)), 3);
        Assert.True(square < critical, $"Chi-square {square:0.0} exceeds {critical:0.0}: {string.Join(", ", counts.Values)}");
    }

    /// <summary>The shares by a regular grid of keys, as a yardstick for random ones.</summary>
    private static Dictionary<Endpoint, double> RingShares(Policy policy, Endpoint[] endpoints)
    {
        const int Grid = 1 << 20;
        var counts = endpoints.ToDictionary(endpoint => endpoint, _ => 0.0);
        for (var i = 0UL; i < Grid; i++)
            counts[policy.Choose(new(s_now, i << 44))!] += 1.0 / Grid;
        return counts;
    }

    private static Dictionary<Endpoint, int> Count(Endpoint[] endpoints, int choices, Policy policy) => Count(endpoints, choices, () => policy.Choose(new(s_now)));

    private static Dictionary<Endpoint, int> Count(Endpoint[] endpoints, int choices, Func<Endpoint?> choose)
    {
        var counts = endpoints.ToDictionary(endpoint => endpoint, _ => 0);
        for (var i = 0; i < choices; i++)
            counts[choose()!]++;
        return counts;
    }

    private static Endpoint Entered(Endpoint? endpoint)
    {
        Assert.True(endpoint!.TryEnter());
        return endpoint;
    }

    private static void Enter(Endpoint endpoint, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.True(endpoint.TryEnter());
    }
}
