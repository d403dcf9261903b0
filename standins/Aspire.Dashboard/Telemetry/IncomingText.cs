using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Turns what comes over the wire into what is kept: limited in length and number, and shared where it is the same.</summary>
internal sealed class IncomingText(TelemetryLimits limits, TextPool pool)
{
    // Parsing allows a hundred levels; what is shown needs no more than these.
    const int DeepestValue = 8;

    public string Name(string text) => pool.Share(Cut(text, limits.NameLength));

    public string Text(string text) => pool.Share(Cut(text, limits.TextLength));

    public string Value(AnyValue? value)
    {
        switch (value?.ValueCase)
        {
            case null or AnyValue.ValueOneofCase.None:
                return "";
            case AnyValue.ValueOneofCase.StringValue:
                return Text(value.StringValue);
            case AnyValue.ValueOneofCase.BoolValue:
                return value.BoolValue ? "true" : "false";
            case AnyValue.ValueOneofCase.IntValue:
                return pool.Share(value.IntValue.ToString(CultureInfo.InvariantCulture));
            case AnyValue.ValueOneofCase.DoubleValue:
                return pool.Share(value.DoubleValue.ToString("R", CultureInfo.InvariantCulture));
            default:
                var written = new StringBuilder();
                Write(written, value, 0);
                return Text(written.ToString());
        }
    }

    public TelemetryAttribute[] Attributes(RepeatedField<KeyValue> incoming)
    {
        var count = Math.Min(incoming.Count, limits.Attributes);
        if (count == 0)
            return [];
        var result = new TelemetryAttribute[count];
        for (var i = 0; i < count; i++)
            result[i] = new(Name(incoming[i].Key), Value(incoming[i].Value));
        return result;
    }

    /// <summary>Zero where there is none, or what is there is no id.</summary>
    public static UInt128 TraceId(ByteString bytes) => bytes.Length == 16 ? BinaryPrimitives.ReadUInt128BigEndian(bytes.Span) : 0;

    /// <inheritdoc cref="TraceId"/>
    public static ulong SpanId(ByteString bytes) => bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes.Span) : 0;

    /// <summary>No time at all counts as now, and one beyond the calendar as its end.</summary>
    public static DateTime Time(ulong unixNanoseconds, DateTime now) =>
        unixNanoseconds == 0 ? now : DateTime.UnixEpoch.AddTicks((long)Math.Min(unixNanoseconds / 100, (ulong)(DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks)));

    void Write(StringBuilder text, AnyValue? value, int depth)
    {
        if (text.Length > limits.TextLength)
            return;
        switch (value?.ValueCase)
        {
            case null or AnyValue.ValueOneofCase.None:
                text.Append("null");
                break;
            case AnyValue.ValueOneofCase.ArrayValue when depth < DeepestValue:
                text.Append('[');
                for (var i = 0; i < value.ArrayValue.Values.Count && text.Length <= limits.TextLength; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Write(text, value.ArrayValue.Values[i], depth + 1);
                }

                text.Append(']');
                break;
            case AnyValue.ValueOneofCase.KvlistValue when depth < DeepestValue:
                text.Append('{');
                for (var i = 0; i < value.KvlistValue.Values.Count && text.Length <= limits.TextLength; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    text.Append(value.KvlistValue.Values[i].Key).Append(": ");
                    Write(text, value.KvlistValue.Values[i].Value, depth + 1);
                }

                text.Append('}');
                break;
            case AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue:
                text.Append('…');
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                text.Append(Convert.ToHexStringLower(value.BytesValue.Span[..Math.Min(value.BytesValue.Length, limits.TextLength / 2)]));
                break;
            default:
                text.Append(Value(value));
                break;
        }
    }

    static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        // Not through the middle of a letter.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");
    }
}
