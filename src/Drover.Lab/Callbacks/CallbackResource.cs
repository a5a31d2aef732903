using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Lab.Callbacks;

/// <summary>Calls that test jobs wanted: those to be made, then those that are done with.</summary>
internal static class CallbackResource
{
    public static Resource Build() => Resource.Of<Callback>("callback", "Calls that notify of test jobs")
        .KeyedBy("id", callback => callback.Key)
        .Rows(context => context.State.Objects.All(Callback.Kind).Concat(Callback.Done.After(context.Store)))
        .Find((context, key) => context.State.Objects.Find(Callback.Kind, key) ?? Callback.Done.Find(context.Store, key), "No callback {0}")
        .VisibleTo(Visibility.Operators)
        .Field("id", "ID", FieldKind.Text, "Names it; in the order in which they were raised", callback => callback.Key)
        .Field("job", "Job", FieldKind.Number, "The test job", callback => callback.Job, isDefault: true)
        .Field("number", "Number", FieldKind.Number, "Its number in the definition of the job, from 0", callback => (long)callback.Number)
        .Field("event", "Event", FieldKind.Text, "What it tells: Running or Finished", callback => callback.State.ToString(), isDefault: true)
        .Field("state", "State", FieldKind.Text, "How it stands: waiting, sent or failed", callback => callback.IsSent switch { true => "sent", false => "failed", null => "waiting" }, isDefault: true)
        .Field("attempts", "Attempts", FieldKind.Number, "How often it was tried", callback => (long)callback.Attempts, isDefault: true)
        .Field("url", "Url", FieldKind.Text, "Where it went the last time", callback => callback.Url.OrUnavailable(), isDefault: true)
        .Field("outcome", "Outcome", FieldKind.Text, "What came of that", callback => callback.Outcome.OrUnavailable(), isDefault: true)
        .Field("raised", "Raised", FieldKind.Timestamp, "When the job came to that", callback => FieldValue.Seconds(callback.Raised))
        .Field("next", "Next", FieldKind.Timestamp, "When it is tried next", callback => callback.IsSent is null ? FieldValue.Seconds(callback.Next) : FieldValue.Unavailable)
        .Build();
}
