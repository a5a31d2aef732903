using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Web.Calls;

namespace Drover.Web.Events;

/// <summary>Writes journal records and signals as frames of an event stream.</summary>
internal sealed class EventFrames(PipeWriter output, RecordView view)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);

    public void Write(JournalRecord record)
    {
        Append(string.Create(CultureInfo.InvariantCulture, $"id: {record.Sequence}\nevent: {record.Kind}\ndata: "));
        WriteData(writer =>
        {
            writer.WriteNumber("seq"u8, record.Sequence);
            writer.WritePropertyName("time"u8);
            record.Time.WriteTo(writer);
            writer.WriteString("actor"u8, record.Actor);
            writer.WriteString("kind"u8, record.Kind);
            writer.WritePropertyName("payload"u8);
            view.Payload(record).WriteTo(writer);
        });
    }

    /// <summary>Without an id: a reader that comes back asks for what follows the last event, whatever signals it has seen since.</summary>
    public void Write(Signal signal)
    {
        Append($"event: {signal.Kind}\ndata: ");
        WriteData(writer =>
        {
            writer.WritePropertyName("time"u8);
            signal.Time.WriteTo(writer);
            writer.WriteString("kind"u8, signal.Kind);
            writer.WriteString("subject"u8, signal.Subject);
            writer.WritePropertyName("payload"u8);
            signal.Payload.WriteTo(writer);
        });
    }

    public void Comment(string text) => Append($": {text.ReplaceLineEndings(" ")}\n\n");

    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    private void WriteData(Action<Utf8JsonWriter> members)
    {
        _data.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_data, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        output.Write(_data.WrittenSpan);
        Append("\n\n");
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);
}
