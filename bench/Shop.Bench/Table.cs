using System.Globalization;
using System.Text;

namespace Shop.Bench;

/// <summary>The medians of all rounds, each beside its yardstick of the same run.</summary>
sealed class Table(BenchOptions options)
{
    readonly List<Subject> subjects = [];
    readonly Dictionary<string, List<Round>> rounds = [];
    readonly List<FirstLoad> visits = [];

    public void Add(FirstLoad visit) => visits.Add(visit);

    public void Add(Subject subject, Round round)
    {
        if (rounds.TryGetValue(subject.Name, out var all))
        {
            all.Add(round);
            return;
        }
        subjects.Add(subject);
        rounds[subject.Name] = [round];
    }

    public void Write(Stack stack)
    {
        var text = new StringBuilder().AppendLine();
        Append(text, $"{options.Products} products, {options.Connections} connections, {Environment.ProcessorCount} processors, medians of {options.Rounds} rounds of {options.Seconds} s");
        text.AppendLine();
        Append(text, $"| {"",-28} | {"requests/s",10} | {"p50 ms",8} | {"p99 ms",8} | {"µs of CPU",9} | {"ratio",5} | {"of what",-24} | {"goal",5} |");
        Append(text, $"| {new string('-', 28)} | {new string('-', 9)}: | {new string('-', 7)}: | {new string('-', 7)}: | {new string('-', 8)}: | {new string('-', 4)}: | {new string('-', 24)} | {new string('-', 4)}: |");
        foreach (var subject in subjects)
        {
            var perSecond = Median(subject.Name, round => round.PerSecond);
            var ratio = subject.Against is null ? "" : (perSecond / Median(subject.Against, round => round.PerSecond)).ToString("0.00", CultureInfo.InvariantCulture);
            Append(text, $"| {subject.Name,-28} | {perSecond,10:0} | {Median(subject.Name, round => round.P50),8:0.00} | {Median(subject.Name, round => round.P99),8:0.00} | {Median(subject.Name, round => round.Microseconds),9:0} | {ratio,5} | {subject.Against,-24} | {subject.Goal,5:0.00} |");
        }
        text.AppendLine();
        foreach (var visit in visits)
            Append(text, $"First load of {visit.Page}: {visit.Requests} requests, {visit.Bytes / 1000.0:0} kB, {(visit.Bytes - visit.PictureBytes) / 1000.0:0} kB without pictures");
        foreach (var server in (Server[])[stack.Web, stack.Catalog, stack.Uncached])
            Append(text, $"{server.Name}: {server.Memory}");
        Console.WriteLine(text);
    }

    public static void Write(Stack stack, PurchaseReport report)
    {
        var text = new StringBuilder().AppendLine();
        Append(text, $"| {"",-28} | {"a second",10} | {"p50 ms",8} | {"p99 ms",8} | {"ratio",5} | {"goal",5} |");
        Append(text, $"| {new string('-', 28)} | {new string('-', 9)}: | {new string('-', 7)}: | {new string('-', 7)}: | {new string('-', 4)}: | {new string('-', 4)}: |");
        var bare = report.Results.Where(static line => line.Name.StartsWith("bare", StringComparison.Ordinal)).Average(static line => line.PerSecond);
        foreach (var line in report.Results)
            Append(text, $"| {line.Name,-28} | {line.PerSecond,10:0} | {line.P50,8:0.0} | {line.P99,8:0.0} | {line.PerSecond / bare,5:0.000} | {Goal(line.Name),5:0.000} |");
        text.AppendLine();
        foreach (var (program, perOrder) in report.Spent)
            Append(text, $"{program}: {perOrder.TotalMilliseconds:0.0} ms of processor time for an order under full load");
        Append(text, $"{stack.Catalog.Name}: {stack.Catalog.Memory}");
        foreach (var program in (string[])["Shop.Orders", "Shop.Users", "Shop.Web"])
            Append(text, $"{program}, the largest: {Stack.MemoryOf(program)}");
        Console.WriteLine(text);
    }

    /// <summary>350 a second to Paid, and 700 accepted, where pgbench's simple update makes 5,500.</summary>
    static double? Goal(string name) => name.EndsWith("full load", StringComparison.Ordinal) ? 0.064 : name.EndsWith("alone", StringComparison.Ordinal) ? 0.127 : null;

    double Median(string name, Func<Round, double> value)
    {
        var sorted = rounds[name].Select(value).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    static void Append(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
