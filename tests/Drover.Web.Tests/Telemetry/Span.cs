using System.Text;

namespace Drover.Web.Tests.Telemetry;

/// <summary>A span as it was sent: the fields of opentelemetry/proto/trace/v1/trace.proto that are looked at.</summary>
/// <param name="Trace">Its trace, in hexadecimal digits.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">The span that it is part of; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Nanoseconds">How long it took.</param>
/// <param name="Status">1 for well, 2 for an error.</param>
internal sealed record Span(string Trace, string Id, string Parent, string Name, long Nanoseconds, int Status)
{
    /// <summary>The spans of a request: resource_spans (1), scope_spans (2), spans (2).</summary>
    public static IReadOnlyList<Span> ReadAll(byte[] request) =>
        [.. Parts(request, 1).SelectMany(resource => Parts(resource, 2)).SelectMany(scope => Parts(scope, 2)).Select(Read)];

    private static Span Read(byte[] span)
    {
        var status = Parts(span, 15).SelectMany(Fields).Where(field => field.Number == 3).Select(field => (int)field.Value).SingleOrDefault();
        return new Span(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Parts(span, 5).Single()), Time(span, 8) - Time(span, 7), status);
    }

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Parts(message, number).SingleOrDefault() ?? []);

    private static long Time(byte[] message, int number) => Fields(message).Single(field => field.Number == number).Value;

    private static IEnumerable<byte[]> Parts(byte[] message, int number) => Fields(message).Where(field => field.Number == number).Select(field => field.Bytes!);

    /// <summary>The fields of a message of Protocol Buffers.</summary>
    private static IEnumerable<(int Number, long Value, byte[]? Bytes)> Fields(byte[] message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Number();
            switch (tag & 7)
            {
                case 0:
                    yield return ((int)(tag >> 3), Number(), null);
                    break;
                case 1:
                    yield return ((int)(tag >> 3), BitConverter.ToInt64(message, at), null);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number();
                    yield return ((int)(tag >> 3), 0, message[at..(at + length)]);
                    at += length;
                    break;
                default:
                    yield return ((int)(tag >> 3), BitConverter.ToInt32(message, at), null);
                    at += 4;
                    break;
            }
        }

        long Number()
        {
            var (value, shift) = (0L, 0);
            while (true)
            {
                var part = message[at++];
                value |= (long)(part & 0x7f) << shift;
                shift += 7;
                if (part < 0x80)
                    return value;
            }
        }
    }
}
