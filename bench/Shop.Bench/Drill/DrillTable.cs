using System.Globalization;
using System.Text;

namespace Shop.Bench.Drill;

/// <summary>As it stands in the documentation, and below it what failed reads said.</summary>
sealed class DrillTable(DrillOptions options)
{
    readonly StringBuilder rows = new(), failures = new();

    public void Add(Fault fault, Way way, ReadResult reads, Account account)
    {
        var row = rows.Length;
        Append(rows, $"| {fault.Name,-16} | {way.Name,-18} | {reads.Count,6} | {reads.Failed,6} | {reads.QuietP99,8:0.0} | {reads.FaultP99,8:0.0} | {reads.FaultP99 / reads.QuietP99,5:0.0} | {account.Accepted,9} | {account.Errors,6} | {account.Doubled,7} | {account.Lost,4} |");
        // Whoever waits sees at once how it goes.
        Console.Write(rows.ToString(row, rows.Length - row));
        foreach (var failure in reads.Failures.Take(5))
            Append(failures, $"{fault.Name}, {way.Name}: {failure}");
    }

    public void Write()
    {
        var text = new StringBuilder().AppendLine();
        Append(text, $"{options.Reads} reads and 2 checkouts a second on each way, {Environment.ProcessorCount} processors, quiet for {options.Seconds} s, the fault for at least as long");
        text.AppendLine();
        Append(text, $"| {"",-16} | {"",-18} | {"reads",6} | {"failed",6} | {"quiet ms",8} | {"after 2s",8} | {"ratio",5} | {"checkouts",9} | {"errors",6} | {"doubled",7} | {"lost",4} |");
        Append(text, $"| {Line(16)} | {Line(18)} | {Line(5)}: | {Line(5)}: | {Line(7)}: | {Line(7)}: | {Line(4)}: | {Line(8)}: | {Line(5)}: | {Line(6)}: | {Line(3)}: |");
        Console.WriteLine(text.Append(rows).AppendLine().Append(failures));
    }

    static string Line(int length) => new('-', length);

    static void Append(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
