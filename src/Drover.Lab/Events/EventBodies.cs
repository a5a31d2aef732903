using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab.Events;

/// <summary>The events of LAVA with their fields: those of 2018.5 or of 2023.01.</summary>
internal static class EventBodies
{
    private const string Server = "lavaserver";

    /// <summary>A test job has another state or health.</summary>
    public static LabEvent OfJob(TestJob job, LabRules rules, DateTimeOffset time)
    {
        var submitter = SubmitterOf(job);
        return Event(".testjob", submitter, time, job.Visibility == "public", json =>
        {
            json.WriteString("health"u8, job.Health.ToString());
            json.WriteString("state"u8, job.State.ToString());
            json.WriteNumber("job"u8, job.Id);
            json.WriteString("description"u8, job.Name);
            json.WriteNumber("priority"u8, job.Priority);
            json.WriteString("submit_time"u8, Moment(job.Submitted));
            json.WriteString("submitter"u8, submitter);
            if (rules == LabRules.V2018)
                json.WriteString("visibility"u8, job.Visibility switch { "public" => "Publicly visible", "personal" => "Personal only", _ => "Group only" });
            json.WriteBoolean("health_check"u8, job.HealthCheck);
            if (job.SubId is { } place)
                json.WriteString("sub_id"u8, place);
            if (job.Device is { } device)
                json.WriteString("device"u8, device);
            if (job.DeviceType.Length > 0)
                json.WriteString("device_type"u8, job.DeviceType);
            if (job.Started is { } started)
                json.WriteString("start_time"u8, Moment(started));
            if (job.Ended is { } ended)
                json.WriteString("end_time"u8, Moment(ended));
            if (rules != LabRules.V2018 && job.Worker is { } worker)
                json.WriteString("worker"u8, worker);
        });
    }

    /// <summary>A device has another use or health.</summary>
    /// <param name="device">The device.</param>
    /// <param name="use">Idle, Reserved or Running.</param>
    /// <param name="job">The test job that has to do with it; null for none.</param>
    /// <param name="rules">Whose form it has.</param>
    /// <param name="time">When.</param>
    public static LabEvent OfDevice(Device device, string use, long? job, LabRules rules, DateTimeOffset time) => Event(".device", Server, time, device.Public, json =>
    {
        json.WriteString("health"u8, device.Health.ToString());
        json.WriteString("state"u8, use);
        json.WriteString("device"u8, device.Name);
        json.WriteString("device_type"u8, device.Type);
        if (job is { } id)
            json.WriteNumber("job"u8, id);
        if (rules != LabRules.V2018)
            json.WriteString("worker"u8, device.Worker);
    });

    /// <summary>A worker has come or gone, or has another health.</summary>
    public static LabEvent OfWorker(Worker worker, DateTimeOffset time) => Event(".worker", Server, time, isPublic: true, json =>
    {
        json.WriteString("hostname"u8, worker.Name);
        json.WriteString("health"u8, worker.Health.ToString());
        json.WriteString("state"u8, worker.Online ? "Online" : "Offline");
    });

    /// <summary>A test shell has raised an event.</summary>
    public static LabEvent OfMessage(long job, bool isPublic, string message, DateTimeOffset time) => Event(".event", Server, time, isPublic, json =>
    {
        json.WriteString("message"u8, message);
        json.WriteNumber("job"u8, job);
    });

    /// <summary>Who submitted a test job, as LAVA's users know each other: by a name alone.</summary>
    private static string SubmitterOf(TestJob job) =>
        job.HealthCheck ? "lava-health" : job.Submitter.ToString() switch { ['u', 's', 'e', 'r', ':', .. var name] => name, var other => other };

    private static LabEvent Event(string suffix, string user, DateTimeOffset time, bool isPublic, Action<Utf8JsonWriter> fields)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }
        return new LabEvent(suffix, Guid.NewGuid(), time, user, body.WrittenMemory, isPublic);
    }

    // As Python's isoformat() has it.
    private static string Moment(Timestamp moment) => moment.ToDateTimeOffset().ToString(
        moment.Microseconds % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
}
