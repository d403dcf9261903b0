using System.Net;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.LoadBalancing;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class EndpointRotationTests
{
    private readonly ManualTime _time = new();
    private readonly ServiceEndpoint[] _three = [.. new[] { 1, 2, 3 }.Select(port => ServiceEndpoint.Create(new DnsEndPoint("replica", port)))];

    [Fact]
    public void Each_is_first_in_turn_and_none_is_left_out()
    {
        var rotation = new EndpointRotation(_time);
        var orders = Enumerable.Range(0, 6).Select(_ => rotation.Order("catalog", _three)).ToList();
        Assert.All(_three, endpoint => Assert.Equal(2, orders.Count(order => order[0] == endpoint)));
        Assert.All(orders, order => Assert.Equal(3, order.Distinct().Count()));
    }

    [Fact]
    public void Services_do_not_take_each_other_s_turns()
    {
        var rotation = new EndpointRotation(_time);
        var first = new List<ServiceEndpoint>();
        for (var i = 0; i < 6; i++)
        {
            first.Add(rotation.Order("catalog", _three[..2])[0]);
            rotation.Order("users", _three[..2]);
        }
        Assert.Equal(3, first.Count(endpoint => endpoint == _three[0]));
    }

    [Fact]
    public void One_that_could_not_be_reached_is_the_last_for_a_second()
    {
        var rotation = new EndpointRotation(_time);
        rotation.Unreachable(_three[1]);
        Assert.All(Enumerable.Range(0, 6), _ => Assert.Equal(_three[1], rotation.Order("catalog", _three)[^1]));
        _time.Advance(EndpointRotation.Pause);
        Assert.Contains(Enumerable.Range(0, 3), _ => rotation.Order("catalog", _three)[0] == _three[1]);
    }

    [Fact]
    public void One_that_answers_is_back_at_once()
    {
        var rotation = new EndpointRotation(_time);
        rotation.Unreachable(_three[1]);
        rotation.Reached(_three[1]);
        Assert.Contains(Enumerable.Range(0, 3), _ => rotation.Order("catalog", _three)[0] == _three[1]);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan duration) => _now += duration.Ticks;
    }
}
