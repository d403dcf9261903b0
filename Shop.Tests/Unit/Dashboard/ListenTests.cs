using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aspire.Dashboard;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ListenTests
{
    [Theory]
    [InlineData("http://0.0.0.0:15100", "other machines")]
    [InlineData("http://*:15100", "other machines")]
    [InlineData("http://shop.example:15100", "other machines")]
    [InlineData("http://localhost:0;http://192.168.1.5:80", "other machines")]
    [InlineData("ftp://localhost:21", "not an http or https address")]
    [InlineData("nonsense", "not an http or https address")]
    [InlineData(" ; ", "no address")]
    public async Task Only_loopback_is_listened_on(string url, string reason)
    {
        await using var dashboard = Dashboard(url);
        var e = await Assert.ThrowsAsync<DashboardException>(() => dashboard.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await using var dashboard = Dashboard(url);
        var e = await Assert.ThrowsAsync<DashboardException>(() => dashboard.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"The dashboard can't listen on {url}: another program uses that port. Stop it, or give the dashboard another address.", e.Message);
    }

    [Fact]
    public async Task It_stops_within_a_second_although_a_browser_holds_a_connection()
    {
        var server = await DashboardServer.StartAsync();
        using var browser = await server.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = new NeverEnding() };
        request.Headers.TransferEncodingChunked = true;
        var pending = browser.SendAsync(request, CancellationToken.None);

        var watch = Stopwatch.StartNew();
        await server.Application.StopAsync(CancellationToken.None);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await server.DisposeAsync();
        browser.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<Exception>(() => pending);
    }

    static DashboardApplication Dashboard(string url) => new(
        new DashboardOptions { Url = url, BrowserToken = DashboardServer.Token, ApplicationName = "Shop" },
        new StillSource(),
        NullLoggerFactory.Instance);

    /// <summary>A body of which only the first byte is ever sent.</summary>
    sealed class NeverEnding : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[] { 1 }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
