using CsCheck;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.ServiceDefaults.LoadBalancing.Configuration;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class BalancerTests
{
    private static readonly BalancingSettings s_roundRobin = new() { Policy = PolicyName.RoundRobin, SlowStart = TimeSpan.Zero };

    private readonly ManualTime _time = new();

    [Fact]
    public void A_refused_connection_is_enough()
    {
        var (balancer, endpoints) = Start(3);
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        Assert.Equal([endpoints[1], endpoints[2]], Reached(balancer));
    }

    [Fact]
    public void Other_failures_count_when_they_are_several_in_a_row()
    {
        var (balancer, endpoints) = Start(3);
        for (var i = 0; i < 4; i++)
            Fail(balancer, endpoints[0]);
        balancer.Leave(Entered(endpoints[0]), Outcome.Answered, default);
        for (var i = 0; i < 4; i++)
            Fail(balancer, endpoints[0]);
        Assert.Equal(3, Reached(balancer).Count);
        Fail(balancer, endpoints[0]);
        Assert.Equal([endpoints[1], endpoints[2]], Reached(balancer));
    }

    [Fact]
    public void Or_when_they_are_many_of_all()
    {
        var (balancer, endpoints) = Start(3);
        for (var i = 0; i < 19; i++)
            balancer.Leave(Entered(endpoints[0]), i % 2 == 0 ? Outcome.Failed : Outcome.Answered, default);
        Assert.Equal(3, Reached(balancer).Count);
        Fail(balancer, endpoints[0], Outcome.Failed);
        Assert.Equal(2, Reached(balancer).Count);
    }

    [Fact]
    public void What_callers_give_up_does_not_count()
    {
        var (balancer, endpoints) = Start(3);
        for (var i = 0; i < 100; i++)
            Fail(balancer, endpoints[0], Outcome.Cancelled);
        Assert.Equal(3, Reached(balancer).Count);
    }

    [Fact]
    public void Each_time_it_stays_away_twice_as_long_up_to_a_limit()
    {
        var (balancer, endpoints) = Start(3, s_roundRobin with { Ejection = new() { BaseTime = TimeSpan.FromSeconds(1), MaxTime = TimeSpan.FromSeconds(6) } });
        foreach (var seconds in (int[])[1, 2, 4, 6, 6])
        {
            Fail(balancer, endpoints[0], Outcome.NotConnected);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(2, Reached(balancer).Count);
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(3, Reached(balancer).Count);
        }
        // It has behaved for a while.
        _time.Advance(TimeSpan.FromMinutes(1));
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, Reached(balancer).Count);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(10, 5)]
    public void Never_more_than_half_are_ejected(int count, int ejected)
    {
        var (balancer, endpoints) = Start(count);
        foreach (var endpoint in endpoints)
            Fail(balancer, endpoint, Outcome.NotConnected);
        Assert.Equal(count - ejected, Reached(balancer).Count);
    }

    [Fact]
    public void Where_fewer_than_half_are_available_all_are_used()
    {
        var (balancer, endpoints) = Start(5, s_roundRobin with { Probe = new() { Path = "/health", UnhealthyAfter = 1 } });
        balancer.Probed(endpoints[0], false);
        balancer.Probed(endpoints[1], false);
        Assert.Equal((false, 3), (balancer.Current().IsPanic, Reached(balancer).Count));
        balancer.Probed(endpoints[2], false);
        Assert.Equal((true, 5), (balancer.Current().IsPanic, Reached(balancer).Count));
        balancer.Probed(endpoints[2], true);
        Assert.Equal((false, 3), (balancer.Current().IsPanic, Reached(balancer).Count));
    }

    [Fact]
    public void A_probe_brings_back_what_could_not_be_reached_but_not_what_answered_badly()
    {
        var (balancer, endpoints) = Start(4, s_roundRobin with { Probe = new() { Path = "/health" } });
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        for (var i = 0; i < 5; i++)
            Fail(balancer, endpoints[1], Outcome.Failed);
        balancer.Probed(endpoints[0], true);
        balancer.Probed(endpoints[1], true);
        Assert.DoesNotContain(endpoints[1], Reached(balancer));
        Assert.Contains(endpoints[0], Reached(balancer));
    }

    [Fact]
    public void One_that_drains_is_left_alone_until_it_is_back()
    {
        var (balancer, endpoints) = Start(3);
        balancer.Draining(endpoints[0]);
        Assert.Equal([endpoints[1], endpoints[2]], Reached(balancer));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, Reached(balancer).Count);
    }

    [Fact]
    public void A_returning_endpoint_gets_its_share_little_by_little()
    {
        var (balancer, endpoints) = Start(4, s_roundRobin with { SlowStart = TimeSpan.FromSeconds(10) });
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        _time.Advance(TimeSpan.FromSeconds(1));
        AssertShare(0.1 / 3.1);
        _time.Advance(TimeSpan.FromSeconds(5));
        AssertShare(0.5 / 3.5);
        _time.Advance(TimeSpan.FromSeconds(5));
        AssertShare(1.0 / 4.0);

        void AssertShare(double expected)
        {
            var share = Enumerable.Range(0, 20_000).Count(_ => balancer.Choose() == endpoints[0]) / 20_000.0;
            Assert.InRange(share, expected - 0.01, expected + 0.01);
        }
    }

    [Fact]
    public void Requests_stay_in_their_zone_while_enough_of_it_is_there()
    {
        var (balancer, endpoints) = Start(4, s_roundRobin with
        {
            Zone = "a",
            Endpoints = [.. Enumerable.Range(0, 2).Select(i => new EndpointSettings { Address = $"10.0.0.{i}:8080", Zone = "a" })],
        });
        Assert.Equal([endpoints[0], endpoints[1]], Reached(balancer));
        // Half of the zone takes 1.4 times its half; the rest goes abroad.
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        var counts = Enumerable.Range(0, 20_000).GroupBy(_ => balancer.Choose()!).ToDictionary(group => group.Key, group => group.Count() / 20_000.0);
        Assert.InRange(counts[endpoints[1]], 0.69, 0.71);
        Assert.InRange(counts[endpoints[2]], 0.14, 0.16);
        // A zone that is full is none.
        endpoints[1].Limit = 0;
        Assert.Equal([endpoints[2], endpoints[3]], Reached(balancer));
    }

    [Fact]
    public void What_is_known_of_an_endpoint_outlives_a_change_of_the_others()
    {
        var (balancer, endpoints) = Start(3);
        Fail(balancer, endpoints[0], Outcome.NotConnected);
        balancer.Apply(Some.Source([.. endpoints, .. Some.Endpoints(5)[4..]]), s_roundRobin);
        Assert.Equal(["10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.4:8080"], Reached(balancer).Select(endpoint => endpoint.Name));
        balancer.Apply(Some.Source(endpoints[0], endpoints[1]), s_roundRobin);
        Assert.Equal(["10.0.0.1:8080"], Reached(balancer).Select(endpoint => endpoint.Name));
    }

    [Fact]
    public void Settings_apply_at_once()
    {
        var (balancer, endpoints) = Start(2);
        var source = Some.Source(endpoints);
        balancer.Apply(source, s_roundRobin with
        {
            Policy = PolicyName.WeightedRoundRobin,
            Endpoints = [new() { Address = "10.0.0.0:8080", Weight = 9 }, new() { Address = "10.0.0.1:8080", Weight = 1 }],
        });
        Assert.Equal(90, Enumerable.Range(0, 100).Count(_ => balancer.Choose()!.Name == "10.0.0.0:8080"));
    }

    [Fact]
    public void An_ejected_endpoint_is_never_chosen_outside_panic()
    {
        var steps = Gen.Select(Gen.Int[0, 9], Gen.Enum<Outcome>(), Gen.Int[0, 3000], Gen.Int[0, 3]);
        (from count in Gen.Int[1, 10]
         from policy in Gen.Enum<PolicyName>()
         from sequence in steps.Array[1, 60]
         select (count, policy, sequence)).Sample(
            sample =>
            {
                var time = new ManualTime();
                var (balancer, endpoints) = Start(sample.count, s_roundRobin with { Policy = sample.policy, HashKey = "user", Ejection = new() { ConsecutiveFailures = 2 }, Probe = new() { Path = "/health" } }, time);
                foreach (var (index, outcome, milliseconds, kind) in sample.sequence)
                {
                    var endpoint = endpoints[index % endpoints.Length];
                    if (kind == 0)
                        balancer.Probed(endpoint, outcome == Outcome.Answered);
                    else
                        balancer.Leave(Entered(endpoint), outcome, TimeSpan.FromMilliseconds(milliseconds));
                    time.Advance(TimeSpan.FromMilliseconds(kind == 1 ? milliseconds : 0));
                    Assert.InRange(endpoints.Count(other => other.Health.IsEjected(time.Moment())), 0, endpoints.Length / 2);
                    for (var i = 0; i < 5; i++)
                    {
                        var chosen = balancer.Choose((ulong)(index * 7919 + i));
                        Assert.True(balancer.Current().IsPanic || chosen!.Health.IsAvailable(time.Moment()), $"{chosen} was chosen.");
                    }
                }
            },
            iter: 1000);
    }

    private (Balancer Balancer, Endpoint[] Endpoints) Start(int count, BalancingSettings? settings = null, TimeProvider? time = null)
    {
        var balancer = Some.Balancer(time ?? _time);
        balancer.Apply(Some.Source(Some.Endpoints(count)), settings ?? s_roundRobin);
        return (balancer, [.. balancer.Endpoints]);
    }

    private static void Fail(Balancer balancer, Endpoint endpoint, Outcome outcome = Outcome.Unavailable) => balancer.Leave(Entered(endpoint), outcome, default);

    private static Endpoint Entered(Endpoint endpoint)
    {
        Assert.True(endpoint.TryEnter());
        return endpoint;
    }

    private static List<Endpoint> Reached(Balancer balancer) =>
        [.. Enumerable.Range(0, 100).Select(_ => balancer.Choose()!).Distinct().OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal)];
}
