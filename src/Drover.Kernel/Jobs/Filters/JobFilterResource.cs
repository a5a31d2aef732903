using Drover.Kernel.Queries;

namespace Drover.Kernel.Jobs;

/// <summary>The table of job filters.</summary>
internal static class JobFilterResource
{
    public static Resource Build() => Resource.Of<JobFilter>("filter", "Rules about which jobs may leave the queue")
        .KeyedBy("uuid", filter => filter.Uuid)
        .Uuid("uuid")
        .Rows(context => context.State.Objects.All(JobFilter.Kind))
        .Find((context, name) => context.State.Objects.Find(JobFilter.Kind, name), "Filter rule with UUID {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("uuid", "UUID", FieldKind.Other, "Filter ID", f => f.Uuid, isDefault: true)
        .Field("watermark", "Watermark", FieldKind.Other, "Highest job ID at the moment the filter was made", f => f.Watermark, isDefault: true)
        .Field("priority", "Priority", FieldKind.Other, "Place among the filters; lower comes first", f => (long)f.Priority, isDefault: true)
        .Field("predicates", "Predicates", FieldKind.Other, "Conditions that must all hold for a job", f => FieldValue.Json(f.Predicates.Utf8), isDefault: true)
        .Field("action", "Action", FieldKind.Other, "What is done with a job that matches", f => FieldValue.Json(f.Action.Utf8), isDefault: true)
        .Field("reason_trail", "ReasonTrail", FieldKind.Other, "Why the filter was made", f => FieldValue.Json(f.ReasonTrail.Utf8), isDefault: true)
        .Build();
}
