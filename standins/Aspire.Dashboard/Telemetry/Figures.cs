using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Duration(TimeSpan duration) => Seconds(duration.TotalSeconds);

    public static string Seconds(double seconds) => Math.Abs(seconds) switch
    {
        0 => "0",
        < 0.000_001 => "< 1 µs",
        < 0.001 => $"{Number(seconds * 1_000_000)} µs",
        < 1 => $"{Number(seconds * 1_000)} ms",
        < 120 => $"{Number(seconds)} s",
        < 7_200 => $"{Number(seconds / 60)} min",
        _ => $"{Number(seconds / 3_600)} h",
    };

    /// <summary>Three digits that count, more only where they stand before the point.</summary>
    public static string Number(double number)
    {
        var digits = Math.Abs(number) switch
        {
            0 => 0,
            < 1 => 3,
            < 10 => 2,
            < 100 => 1,
            _ => 0,
        };
        return Math.Round(number, digits).ToString("#,0.###", CultureInfo.CurrentCulture);
    }

    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1_024 && unit < ByteUnits.Length - 1)
        {
            bytes /= 1_024;
            unit++;
        }

        return $"{Number(bytes)} {ByteUnits[unit]}";
    }

    public static string Share(double share) => share is > 0 and < 0.001 ? "< 0.1 %" : $"{Math.Round(share * 100, share < 0.1 ? 1 : 0).ToString(CultureInfo.CurrentCulture)} %";

    /// <param name="unit">As UCUM writes it.</param>
    public static string WithUnit(double value, string unit) => unit switch
    {
        "s" => Seconds(value),
        "ms" => Seconds(value / 1_000),
        "By" => Bytes(value),
        "" or "1" => Number(value),
        "%" => $"{Number(value)} %",
        ['{', .., '}'] => Number(value),
        _ => $"{Number(value)} {unit}",
    };

    /// <summary>In the time zone of who looks, who sits at this machine.</summary>
    public static string Time(DateTime utc, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), time.LocalTimeZone);
        return local.ToString(local.Date == time.GetLocalNow().Date ? "HH:mm:ss.fff" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
