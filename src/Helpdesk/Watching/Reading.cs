namespace Helpdesk.Watching;

/// <summary>One value of a gauge, with the label that tells it from its neighbours.</summary>
sealed record Reading(string Gauge, string? Label, double Value);
