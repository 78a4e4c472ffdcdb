package field

import (
	"testing"

	"ofsted/model"
)

func TestAreaOf(t *testing.T) {
	for _, test := range []struct {
		kind  model.Kind
		title string
		want  model.Area
	}{
		{model.ILACSInspection, "Overall effectiveness", model.OverallEffectiveness},
		{model.ILACSInspection, "The impact of leaders on social work practice with children and families", model.ImpactOfLeaders},
		{model.ILACSInspection, "The impact of leaders on social work practice with children and families.", model.ImpactOfLeaders},
		{model.ILACSInspection, "The impact of leaders on practice with children and families", model.ImpactOfLeaders},
		{model.ILACSInspection, "The experiences and progress of children who need help and protection", model.HelpAndProtection},
		{model.ILACSInspection, "The experiences and progress of children in need of help and protection", model.HelpAndProtection},
		{model.ILACSInspection, "The experiences and progress of children in care and care leavers", model.CareAndCareLeavers},
		{model.ILACSInspection, "The experiences and progress of children in care & care leavers¹", model.CareAndCareLeavers},
		{model.ILACSInspection, "The experiences and progress of children in care", model.ChildrenInCare},
		{model.ILACSInspection, "The experiences of children in care", model.ChildrenInCare},
		{model.ILACSInspection, "The experiences and progress of children looked after", model.ChildrenInCare},
		{model.ILACSInspection, "The experiences and progress of care leavers", model.CareLeavers},
		{model.ILACSInspection, "The experiences and progress of children care leavers", model.CareLeavers},
		{model.ILACSInspection, "The experience and progress of care-experienced young people", model.CareLeavers},
		{model.ChildrenLetter, "The experiences and  progress of children in care and care leavers", model.CareAndCareLeavers},
		{model.SIFInspection, "1. Children who need help and protection", model.HelpAndProtection},
		{model.SIFInspection, "1.\tChildren who need help and protection", model.HelpAndProtection},
		{model.SIFInspection, "The experiences and progress of children who need help and protection", model.HelpAndProtection},
		{model.SIFInspection, "2. Children looked after and achieving permanence", model.LookedAfterAndPermanence},
		{model.SIFInspection, "2. Children looked after and achieving permanence2", model.LookedAfterAndPermanence},
		{model.SIFInspection, "The experiences and progress of children looked after and achieving permanence", model.LookedAfterAndPermanence},
		{model.SIFInspection, "The experiences and progress of looked after children and achieving permanence", model.LookedAfterAndPermanence},
		{model.SIFInspection, "2.1 Adoption performance", model.AdoptionPerformance},
		{model.SIFInspection, "The graded judgement for adoption performance", model.AdoptionPerformance},
		{model.SIFInspection, "2.2 Experiences and progress of care leavers", model.CareLeavers},
		{model.SIFInspection, "2.2 Experiences and progress of Care Leavers", model.CareLeavers},
		{model.SIFInspection, "2.2 Care leavers", model.CareLeavers},
		{model.SIFInspection, "The graded judgment about the experience and progress of care leavers", model.CareLeavers},
		{model.SIFInspection, "3. Leadership, management and governance", model.LeadershipManagementGovernance},
		{model.SIFInspection, "Leadership management & governance", model.LeadershipManagementGovernance},
		{model.SIFInspection, "The Local Safeguarding Children Board (LSCB)", model.LSCB},
		{model.SIFInspection, "Inspection findings – the Local Safeguarding Children Board", model.LSCB},
		{model.SIFInspection, "Section 2: The effectiveness of the local safeguarding children board", model.LSCB},
		{model.SIFInspection, "Inspection judgement about the LSCB", model.LSCB},
		{model.SIFInspection, "Bath and North East Somerset Safeguarding Children’s Board (BSCB)", model.LSCB},
		{model.LSCBReview, "Surrey Safeguarding Children Board", model.LSCB},
		{model.LACInspection, "Overall effectiveness of services for looked after children and young people", model.OverallEffectiveness},
		{model.LACInspection, "Capacity to improve", model.CapacityToImprove},
		{model.LACInspection, "Capacity for improvement", model.CapacityToImprove},
		{model.LACInspection, "Outcomes for looked after children and young people", model.Outcomes},
		{model.LACInspection, "Quality of provision", model.QualityOfProvision},
		{model.LACInspection, "Leadership and management", model.LeadershipAndManagement},
		{model.AreaSENDInspection, "Inspection outcome", model.AreaSENDOutcome},
	} {
		if got, ok := AreaOf(test.title, test.kind); !ok || got != test.want {
			t.Errorf("AreaOf(%q, %s) = %q, %v, want %q", test.title, test.kind, got, ok, test.want)
		}
	}
	for _, test := range []struct {
		kind  model.Kind
		title string
	}{
		{model.ILACSInspection, ""}, {model.ILACSInspection, "Judgement"}, {model.ILACSInspection, "What needs to improve?"},
		{model.ILACSInspection, "Care leavers"}, {model.ILACSInspection, "Children in care"}, {model.ILACSInspection, "Leadership, management and governance"},
		{model.ILACSInspection, "Adoption performance"}, {model.ILACSInspection, "The experiences of children"},
		{model.SIFInspection, "The impact of leaders on social work practice with children and families"}, {model.SIFInspection, "Care leavers"},
		{model.SIFInspection, "Adoption"}, {model.SIFInspection, "What does the LSCB need to improve?"}, {model.SIFInspection, "Leadership and management"},
		{model.SIFInspection, "Review of the effectiveness of the Local Safeguarding Children Board"},
		{model.SIFInspection, "There are effective arrangements with Gateshead Local Safeguarding Children’s Board (LSCB)."},
		{model.SIFInspection, "Leadership, management and governance 26"},
		{model.LACInspection, "Capacity to improve 5"}, {model.JTAI, "Overall effectiveness"}, {model.UnknownKind, "Overall effectiveness"},
	} {
		if got, ok := AreaOf(test.title, test.kind); ok {
			t.Errorf("AreaOf(%q, %s) = %q", test.title, test.kind, got)
		}
	}
}

func TestGradedArea(t *testing.T) {
	for _, test := range []struct {
		kind  model.Kind
		title string
		want  model.Area
	}{
		{model.ILACSInspection, "Care leavers", model.CareLeavers},
		{model.ILACSInspection, "Children in care", model.ChildrenInCare},
		{model.ILACSInspection, "Children in care and care leavers", model.CareAndCareLeavers},
		{model.ILACSInspection, "Help and protection", model.HelpAndProtection},
		{model.SIFInspection, "Care leavers", model.CareLeavers},
		{model.SIFInspection, "Adoption", model.AdoptionPerformance},
		{model.SIFInspection, "Looked after children", model.LookedAfterAndPermanence},
	} {
		if got, ok := GradedArea(test.title, test.kind); !ok || got != test.want {
			t.Errorf("GradedArea(%q, %s) = %q, %v, want %q", test.title, test.kind, got, ok, test.want)
		}
	}
}

// TestAreaTitles checks that every area is recognised by its usual title.
func TestAreaTitles(t *testing.T) {
	for _, test := range []struct {
		kind  model.Kind
		areas []model.Area
	}{
		{model.ILACSInspection, []model.Area{model.OverallEffectiveness, model.ImpactOfLeaders, model.HelpAndProtection, model.CareAndCareLeavers, model.ChildrenInCare, model.CareLeavers}},
		{model.SIFInspection, []model.Area{model.OverallEffectiveness, model.HelpAndProtection, model.LookedAfterAndPermanence, model.AdoptionPerformance, model.CareLeavers, model.LeadershipManagementGovernance, model.LSCB}},
		{model.LACInspection, []model.Area{model.OverallEffectiveness, model.CapacityToImprove, model.Outcomes, model.QualityOfProvision, model.LeadershipAndManagement}},
		{model.AreaSENDInspection, []model.Area{model.AreaSENDOutcome}},
	} {
		for _, a := range test.areas {
			if got, ok := AreaOf(a.Title(), test.kind); !ok || got != a {
				t.Errorf("AreaOf(%q, %s) = %q, %v, want %q", a.Title(), test.kind, got, ok, a)
			}
		}
	}
}
