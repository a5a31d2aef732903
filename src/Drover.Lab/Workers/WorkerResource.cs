using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Workers;

/// <summary>Workers.</summary>
internal static class WorkerResource
{
    public static Resource Build(WorkerHearing hearing) => Resource.Of<Worker>("worker", "Machines that run test jobs")
        .KeyedBy("name", worker => worker.Name)
        .Rows(context => context.State.Workers())
        .Find((context, name) => context.State.Objects.Find(Worker.Kind, name), "Worker {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Worker", FieldKind.Text, "Its name", worker => worker.Name, isDefault: true)
        .Field("state", "State", FieldKind.Text, "Online or Offline", worker => worker.Online ? "Online" : "Offline", isDefault: true)
        .Field("health", "Health", FieldKind.Text, "Active, Maintenance or Retired", worker => worker.Health.ToString(), isDefault: true)
        .Field(new FieldDefinition("devices", "Devices", FieldKind.Number, "How many devices hang on it", Default: true),
            (context, worker) => (long)context.State.DevicesOf(worker.Name).Count())
        .Field("since", "Since", FieldKind.Timestamp, "Since when it is online or offline", worker => FieldValue.Seconds(worker.Since))
        .Field("silence", "Silence", FieldKind.Float, "Seconds since it was last heard", worker => hearing.SilenceOf(worker.Name) is { } silence ? FieldValue.Of(silence.TotalSeconds) : FieldValue.Unavailable)
        .Field("version", "Version", FieldKind.Text, "Version of its program", worker => worker.Version.OrUnavailable(), isDefault: true)
        .Field("job_limit", "JobLimit", FieldKind.Number, "Most jobs at once; 0 for any number", worker => (long)worker.JobLimit)
        .Field(new FieldDefinition("jobs", "Jobs", FieldKind.Number, "How many of its devices have a job", Default: true), (context, worker) => (long)context.State.BusyDevicesOf(worker.Name))
        .Field("at_limit", "AtLimit", FieldKind.Bool, "Whether it runs as many jobs as it may", worker => worker.AtLimit)
        .Field("description", "Description", FieldKind.Text, "Words for people", worker => worker.Description)
        .Field("has_token", "Token", FieldKind.Bool, "Whether it has a token, by which it comes in over HTTP", worker => worker.TokenHash is not null)
        .Field("created", "Created", FieldKind.Timestamp, "When it was added", worker => FieldValue.Seconds(worker.Created))
        .Build();
}
